"""Rows of one key meet in one bucket, and what is decided about them goes back to their parts."""

import polars as pl
import pytest

from wrangle.cluster.exchanging import Exchanged, Goes, compute, decide, gather, split
from wrangle.cluster.work import packed
from wrangle.engine.exchange import Spill
from wrangle.engine.ops import ROW, FrameOp, Origin, WindowOp
from wrangle.steps.rows.deduplicate import Deduplicate
from wrangle.steps.time.lag import Lag

ROWS = pl.DataFrame(
    {"a": [f"k{row * 7 % 5}" for row in range(40)], "t": range(40), ROW: range(40)}, schema_overrides={ROW: pl.UInt32}
)


def exchanged(folder, by, buckets, rows=ROWS, height=9):
    found = Exchanged()
    for number, part in enumerate(rows.iter_slices(height)):
        spill = Spill()
        spill.add(part)
        found.files.append(split(spill, by, buckets, folder / f"{number}.parquet"))
    return found


@pytest.mark.parametrize("buckets", [1, 2, 7])
def test_equal_keys_meet_in_the_order_of_the_input(tmp_path, buckets):
    keys = exchanged(tmp_path, ["a"], buckets)
    assert keys.rows == ROWS.height
    found = [frame for bucket in range(buckets) for frame in gather(keys, bucket)]
    assert all(frame[ROW].is_sorted() for frame in found)
    assert pl.concat(found).sort(ROW).equals(ROWS)
    places = {key: number for number, frame in enumerate(found) for key in frame["a"]}
    assert all(
        set(frame["a"]) == {key for key, place in places.items() if place == number}
        for number, frame in enumerate(found)
    )


def test_without_keys_all_rows_are_one_bucket(tmp_path):
    (found,) = gather(exchanged(tmp_path, [], 1), 0)
    assert found.equals(ROWS)


def test_rows_of_parts_do_not_see_each_other(tmp_path):
    rows = ROWS.with_columns(pl.Series("__part", [0, 1] * 20, pl.UInt8))
    found = gather(exchanged(tmp_path, [], 1, rows), 0)
    assert [frame["t"].to_list() for frame in found] == [list(range(0, 40, 2)), list(range(1, 40, 2))]


def test_rows_that_go_are_found_by_each_part(tmp_path):
    op = FrameOp(0, Origin("steps", 0, "deduplicate"), step=Deduplicate(keys=["a"]))
    keys = exchanged(tmp_path, ["a"], 3)
    goes = Goes(
        tuple(decide(packed(op, [op]), keys, bucket, tmp_path / f"goes-{bucket}.parquet") for bucket in range(3))
    )
    assert len(goes) == 35
    assert goes[:5] == [5, 6, 7, 8, 9]
    assert goes.within(0, 9).tolist() == [5, 6, 7, 8]
    assert goes.within(9, 3).tolist() == [9, 10, 11]
    assert goes.within(40, 0).tolist() == []


def test_columns_that_a_window_computes_are_found_by_each_part(tmp_path):
    from wrangle.cluster.exchanging import Computed

    step = Lag(column="t", order_by="t", by="a", into="before")
    op = WindowOp(0, Origin("steps", 0, "lag"), writes=("before",), step=step)
    needed = ROWS.select("a", *step.needs(), ROW)
    keys = exchanged(tmp_path, ["a"], 2, needed)
    found = Computed(
        tuple(compute(packed(op, [op]), keys, bucket, tmp_path / f"new-{bucket}.parquet") for bucket in range(2))
    )
    (column,) = found.within(4, 3).of(pl.Series(ROW, [4, 5, 6], pl.UInt32))
    assert column.to_list() == [None, 0, 1]
