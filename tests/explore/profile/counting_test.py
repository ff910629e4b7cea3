import datetime as dt

import polars as pl
import pytest

from wrangle.explore.profile import counting as module
from wrangle.explore.profile.counting import Counting


def counted(column, parts=3, **options):
    counting = Counting(column.dtype, **options)
    for start in range(0, len(column), max(len(column) // parts, 1)):
        counting.add(column.slice(start, max(len(column) // parts, 1)))
    counting.finish()
    return counting


@pytest.mark.parametrize(
    "column",
    [
        pl.Series(["b", None, "a", "b", "N/A", " a"]),
        pl.Series([1.5, None, float("nan"), 1.5, -2.0, float("inf")]),
        pl.Series([3, 3, 1, None], dtype=pl.Int8),
        pl.Series([True, None, True]),
        pl.Series(["x", "y", "x"], dtype=pl.Categorical),
        pl.Series([dt.date(2020, 1, 1), None, dt.date(2019, 1, 1)]),
        pl.Series([None, None]),
        pl.Series([[1], [2]]),
    ],
)
def test_a_column_of_any_type_is_counted_in_parts_as_in_one(column):
    parted, whole = counted(column), counted(column, 1)
    assert (parted.rows, parted.nulls) == (len(column), column.null_count())
    assert (parted.distinct, parted.repeated) == (whole.distinct, whole.repeated)
    if parted.kind not in {"other", "number"}:
        assert parted.distinct == column.drop_nulls().n_unique()


def test_of_more_values_than_are_counted_one_by_one_all_else_stays_exact(monkeypatch):
    monkeypatch.setattr(module, "VALUES", 100)
    column = pl.Series([f" {number}" if number % 2 else str(number) for number in range(1_000)] + ["n/a"] * 50)
    counting = counted(column, 10, numeric=True)
    assert counting.tally is None
    assert counting.distinct == 1_001
    assert counting.repeated == 49
    assert dict(counting.texts.tokens) == {"n/a": 50}
    assert counting.texts.padded == 500
    assert counting.texts.numbers == 1_000
    assert counting.texts.moments.mean == pytest.approx(499.5)


def test_the_ends_of_times_are_kept():
    days = pl.Series([dt.date(2020, 1, 2), dt.date(2019, 5, 1), dt.date(2021, 1, 1)])
    counting = counted(days)
    assert (counting.least, counting.most) == (dt.date(2019, 5, 1), dt.date(2021, 1, 1))
