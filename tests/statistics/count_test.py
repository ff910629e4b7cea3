import polars as pl

from wrangle.statistics.count import Count


def _ask(statistic, **columns):
    return statistic.value(statistic.partial(pl.DataFrame(columns)))


def test_rows_nulls_and_nans_are_counted():
    assert _ask(Count("a"), a=[1.0, None, float("nan"), float("inf")]) == {"rows": 4, "nulls": 1, "nans": 1}
    assert _ask(Count("a"), a=["x", None]) == {"rows": 2, "nulls": 1, "nans": 0}
    assert _ask(Count("a"), a=[]) == {"rows": 0, "nulls": 0, "nans": 0}


def test_a_group_of_nulls_is_counted_too():
    answer = _ask(Count("a", ("g",)), a=[1, None, None], g=["x", "x", None])
    assert answer.rows() == [(None, 1, 1, 0), ("x", 2, 1, 0)]
    assert answer.columns == ["g", "rows", "nulls", "nans"]
