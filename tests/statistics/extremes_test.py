from datetime import date

import polars as pl
import pytest

from wrangle.statistics.extremes import Extremes


def _ask(statistic, **columns):
    return statistic.value(statistic.partial(pl.DataFrame(columns)))


@pytest.mark.parametrize(
    ("values", "least", "most"),
    [
        ([2.5, None, float("nan"), -1.0], -1.0, 2.5),
        ([float("inf"), 1.0], 1.0, float("inf")),
        ([float("nan"), None], None, None),
        (["b", "a", ""], "", "b"),
        ([date(2024, 1, 2), date(2024, 1, 1)], date(2024, 1, 1), date(2024, 1, 2)),
        ([2**62 + 1, 5], 5, 2**62 + 1),
    ],
)
def test_extremes_are_the_smallest_and_largest_value(values, least, most):
    assert _ask(Extremes("a"), a=values) == {"min": least, "max": most}


def test_each_group_has_its_extremes():
    assert _ask(Extremes("a", ("g",)), a=[1, 3, None], g=["x", "x", "y"]).rows() == [("x", 1, 3)]


def test_categories_are_ordered_as_text_not_as_they_were_met():
    assert _ask(Extremes("a"), a=pl.Series(["z", "a"], dtype=pl.Categorical)) == {"min": "a", "max": "z"}


def test_infinities_are_left_out_where_told():
    values = [float("inf"), 1.0, float("nan"), None, -2.0, -float("inf")]
    assert _ask(Extremes("a", finite=True), a=values) == {"min": -2.0, "max": 1.0}
