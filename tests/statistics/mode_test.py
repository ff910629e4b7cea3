import polars as pl
import pytest

from wrangle.statistics.mode import Mode


def _ask(statistic, **columns):
    return statistic.value(statistic.partial(pl.DataFrame(columns)))


@pytest.mark.parametrize(
    ("values", "mode"),
    [(["b", "a", "b"], "b"), (["b", "a"], "a"), ([2, 1, None, None], 1), ([None], None), ([float("nan"), 1.5], 1.5)],
)
def test_the_mode_is_the_most_frequent_value_and_of_ties_the_smallest(values, mode):
    assert _ask(Mode("a"), a=values) == mode


def test_each_group_has_its_mode_and_a_group_without_value_none():
    assert _ask(Mode("a", ("g",)), a=["p", "q", "q", None], g=["x", "x", "x", "y"]).rows() == [("x", "q")]
