from itertools import pairwise

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pipelines import contents, made

from wrangle.engine.keeping import read_numbers, write_numbers
from wrangle.secret import remember


@pytest.mark.parametrize("numbers", [[], [0], [5, 6, 9], [7, 0, 3]])
def test_row_numbers_are_read_as_they_were_written(tmp_path, numbers):
    series = pl.Series("__row", numbers, dtype=pl.UInt32)
    for some in ([series], [series[:1], series[1:]]):
        write_numbers(some, tmp_path / "rows.parquet")
        assert read_numbers(tmp_path / "rows.parquet").equals(series)


@settings(suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(0, 9) | st.just(2**32 - 2)), st.lists(st.integers(0, 30), max_size=4))
def test_where_numbers_were_cut_does_not_show(tmp_path, numbers, cuts):
    whole = pl.Series("__row", numbers, dtype=pl.UInt32)
    write_numbers([whole[begin:end] for begin, end in pairwise([0, *sorted(cuts), None])], tmp_path / "cut")
    write_numbers([whole], tmp_path / "whole")
    assert read_numbers(tmp_path / "cut").equals(whole)
    assert (tmp_path / "cut").read_bytes() == (tmp_path / "whole").read_bytes()


def test_rows_in_order_take_little_room(tmp_path):
    write_numbers([pl.Series(range(50_000), dtype=pl.UInt32), pl.Series([70_000], dtype=pl.UInt32)], tmp_path / "rows")
    assert pl.read_parquet(tmp_path / "rows").rows() == [(0, 50_000), (70_000, 1)]


def test_the_numbers_of_a_run_stand_in_the_order_in_which_rows_leave(tmp_path):
    body = "clean: [filter: a <> 2, sort: {by: [a]}]"
    made(body).run(pl.DataFrame({"a": [3, 2, 1, 3]}), into=tmp_path / "out")
    assert read_numbers(tmp_path / "out/replay/rows.parquet").to_list() == [2, 0, 3]


def test_a_pipeline_that_holds_a_secret_is_not_kept(tmp_path):
    remember("hunter3-example", "${env:PASSWORD}")
    body = "clean: [fill_constant: {column: a, value: hunter3-example}]"
    made(body).run(pl.DataFrame({"a": ["x", None]}), into=tmp_path / "out")
    assert not any(b"hunter3-example" in text for name, text in contents(tmp_path / "out").items() if "json" in name)
    assert "replay/pipeline/pipeline.json" not in contents(tmp_path / "out")


def test_keys_are_kept_where_told(tmp_path):
    body = "quarantine: {replay: true}\nclean: [deduplicate: {keys: a}]\nexpect: [unique: {column: a}]"
    made(body).run(pl.DataFrame({"a": [1, 1, 2]}), into=tmp_path / "out")
    (file,) = (tmp_path / "out/replay/keys").iterdir()
    assert pl.read_parquet(file).rows() == [(1, 0, False), (1, 1, True), (2, 2, False)]
