"""One part of the rows, taken through a pass."""

import numpy as np
import polars as pl
import pytest
from pipelines import made

from wrangle.cluster.parts import Part
from wrangle.cluster.passing import Codes, Orders, asking, merge, run_part
from wrangle.cluster.work import packed
from wrangle.engine.batch import Pass, parts_of
from wrangle.engine.ops import ROW
from wrangle.engine.session import Session
from wrangle.errors import SchemaError
from wrangle.sources.input import REJECTS, frame_input
from wrangle.statistics.count import Count
from wrangle.statistics.mean import Mean


def part(number, start, values):
    return Part(number, pl.LazyFrame({"a": values}), start, len(values), "a frame", pl.DataFrame(schema=REJECTS))


def orders(folder, clean=None):
    pipeline = made("clean: [filter: a <> 2, cast: {column: a, to: integer, otherwise: quarantine}]")
    plan = Session(pipeline, frame_input(pl.DataFrame({"a": [1]}))).plan()
    task = Pass(ops=plan.ops, columns=("a",), output=("a", ROW), audit=True)
    return packed(Orders(task, folder, 2, clean), plan.ops)


def test_rows_keep_their_numbers_in_the_whole_input(tmp_path):
    done, _ = run_part(orders(tmp_path), part(3, 100, [1, 2, 5]), None)
    assert (done.rows, done.written, done.rejected) == (3, 2, 0)
    assert pl.read_parquet(done.clean).rows() == [(1, 100), (5, 102)]
    assert done.numbers is None


def test_clean_rows_of_the_output_stand_apart_from_their_numbers(tmp_path):
    (tmp_path / "clean").mkdir()
    done, _ = run_part(orders(tmp_path, tmp_path / "clean"), part(3, 100, [1, 2, 5]), None)
    assert done.clean == tmp_path / "clean/part-000003.parquet"
    assert pl.read_parquet(done.clean).rows() == [(1,), (5,)]
    assert pl.read_parquet(done.numbers)[ROW].to_list() == [100, 102]
    assert list(done.schema) == ["a"]


def test_a_part_that_is_done_again_gives_the_same_files(tmp_path):
    first, _ = run_part(orders(tmp_path), part(0, 0, [1, 2, 5]), None)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    again, _ = run_part(orders(tmp_path), part(0, 0, [1, 2, 5]), None)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert again.tally == first.tally


def test_codes_of_a_part_are_asked_for_by_numbers_in_the_input():
    codes = Codes(np.array([2, 0, 1], np.uint8), 100)
    assert parts_of(codes, pl.Series([100, 102], dtype=pl.UInt32)).tolist() == [2, 1]
    with pytest.raises(SchemaError, match="the data has more"):
        parts_of(codes, pl.Series([103], dtype=pl.UInt32))


def test_states_of_parts_are_those_of_all_rows():
    mean, count = Mean("a"), Count("a")
    frames = [pl.DataFrame({"a": values}) for values in ([0.1, None], [0.2], [0.7, 1e16, -1e16])]
    states = [{5: {each: each.partial(frame) for each in (mean, count)}} for frame in frames]
    whole = asking({"mean": mean, "count": count}, merge(*states)[5]).values()
    assert (
        whole
        == asking({"mean": mean, "count": count}, merge(merge(states[2]), merge(states[1], states[0]))[5]).values()
    )
    assert whole["count"]["rows"] == 6
    assert whole["mean"] == 0.2
