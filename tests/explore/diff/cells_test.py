import datetime as dt

import polars as pl
import pytest

from wrangle.explore.diff import cells
from wrangle.explore.diff.cells import ColumnChanges, aligned, different

NAN = float("nan")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ([1, None, NAN], [1.0, None, NAN], [False, False, False]),
        ([0.0], [-0.0], [False]),
        ([True, None], [1, None], [True, False]),
        ([dt.date(2020, 1, 1)], [dt.datetime(2020, 1, 1)], [True]),
        ([[1, 2], [3]], [[1, 2], [4]], [False, True]),
        ([None, "a"], ["a", None], [True, True]),
    ],
)
def test_values_are_held_against_each_other(old, new, found):
    assert different(pl.Series(old, strict=False), pl.Series(new, strict=False)).to_list() == found


def test_times_of_another_precision_are_the_same_times():
    times = pl.Series([dt.datetime(2020, 1, 1, 5)])
    assert not different(times, times.cast(pl.Datetime("ms"))).any()


def test_nulls_and_frequent_changes_are_counted():
    changes = ColumnChanges("a", "string", "string")
    changes.add(pl.Series([0, 1, 2, 3]), pl.Series(["x", "x", None, "y"]), pl.Series(["X", "X", "z", None]))
    assert (changes.cells, changes.nulls_made, changes.nulls_filled) == (4, 1, 1)
    assert changes.frequent()[0] == ("x", "X", 2)


def test_few_pairs_are_kept_of_many(monkeypatch):
    monkeypatch.setattr(cells, "FOLLOWED", 10)
    changes = ColumnChanges("a", "integer", "integer")
    for start in range(0, 100, 20):
        rows = pl.Series(range(start, start + 20))
        changes.add(rows, rows, rows + 1)
    assert changes.cells == 100
    assert len(changes.pairs) <= 20
    assert not changes.all_pairs


def test_rows_of_both_stand_side_by_side():
    one, other = (pl.DataFrame({"__row": rows, "a": rows}) for rows in ([0, 2, 3], [1, 2, 3, 5]))
    assert [frame["__row"].to_list() for frame in aligned(one, other)] == [[2, 3], [2, 3]]
