import polars as pl
import pytest

from wrangle.errors import StatisticError
from wrangle.statistics.counts import Counts


def _ask(statistic, **columns):
    return statistic.value(statistic.partial(pl.DataFrame(columns)))


def test_the_most_frequent_comes_first_and_ties_in_their_own_order():
    assert _ask(Counts("a"), a=["b", "c", "a", "c", None, "b"]).rows() == [("b", 2), ("c", 2), ("a", 1)]


def test_groups_come_in_their_order_null_first():
    answer = _ask(Counts("a", ("g",)), a=[1, 1, 2, 3], g=["y", "y", "y", None])
    assert answer.columns == ["g", "value", "count"]
    assert answer.rows() == [(None, 3, 1), ("y", 1, 2), ("y", 2, 1)]


def test_zero_has_one_spelling_and_nan_none():
    assert repr(_ask(Counts("a"), a=[-0.0, 0.0, float("nan"), float("inf")]).rows()) == "[(0.0, 2), (inf, 1)]"


def test_too_many_values_are_an_error_that_says_what_to_do():
    counts = Counts("a", limit=2)
    states = [counts.partial(pl.DataFrame({"a": [n, n + 1]})) for n in range(4)]
    both = counts.merge(states[0], states[2])
    with pytest.raises(StatisticError, match=r"column 'a' has 4 distinct values .* raise `limit`"):
        counts.value(both)
    with pytest.raises(StatisticError, match="'a'"):
        counts.merge(both, states[1])
