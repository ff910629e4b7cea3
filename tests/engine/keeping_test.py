import polars as pl
import pytest
from pipelines import contents, made

from wrangle.engine.keeping import read_numbers, write_numbers
from wrangle.engine.runs import runs_of
from wrangle.secret import remember


@pytest.mark.parametrize("numbers", [[], [0], [5, 6, 9], [7, 0, 3]])
def test_row_numbers_are_read_as_they_were_written(tmp_path, numbers):
    series = pl.Series("__row", numbers, dtype=pl.UInt32)
    for some in ([series], [series[:1], series[1:]]):
        write_numbers(map(runs_of, some), tmp_path / "rows.parquet")
        assert read_numbers(tmp_path / "rows.parquet").equals(series)


def test_rows_in_order_take_little_room(tmp_path):
    numbers = [range(40_000), range(40_000, 50_000), [70_000]]
    write_numbers((runs_of(pl.Series(each, dtype=pl.UInt32)) for each in numbers), tmp_path / "rows")
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
