import polars as pl
import pytest

from wrangle.statistics.count import Count
from wrangle.statistics.counts import Counts
from wrangle.statistics.distinct import DistinctCount
from wrangle.statistics.extremes import Extremes
from wrangle.statistics.grouping import comparable, key, numbers, table
from wrangle.statistics.mean import Mean
from wrangle.statistics.median import Median
from wrangle.statistics.mode import Mode
from wrangle.statistics.moments import Moments
from wrangle.statistics.quantiles import Quantiles


@pytest.mark.parametrize("dtype", [pl.Float32(), pl.Float64()])
def test_zero_has_one_sign_and_the_type_stays(dtype):
    frame = pl.DataFrame({"a": pl.Series([-0.0, float("nan"), None], dtype=dtype)})
    assert repr(frame.select(comparable("a", dtype))["a"].to_list()) == "[0.0, None, None]"
    assert repr(frame.select(key("a", dtype))["a"].to_list()) == "[0.0, nan, None]"
    assert frame.select(comparable("a", dtype)).schema == frame.select(key("a", dtype)).schema == {"a": dtype}


def test_numbers_are_finite():
    frame = pl.DataFrame({"a": [1.0, float("inf"), float("nan"), None]})
    assert frame.select(a=numbers("a", pl.Float64()))["a"].to_list() == [1.0, None, None, None]


def test_an_answer_has_the_groups_in_order():
    assert table(("g",), pl.DataFrame({"g": ["b", None, "a"], "__n": [1, 2, 3]}), "n").rows() == [
        (None, 2),
        ("a", 3),
        ("b", 1),
    ]


def test_an_answer_gives_way_to_a_group_column_of_its_name():
    found = table(("n", "m"), pl.DataFrame({"n": [1], "m": [2], "__n": [3], "__k": [4]}), "n", "k")
    assert found.rows(named=True) == [{"n": 1, "m": 2, "n_": 3, "k": 4}]


NAMES = ("g", "value", "count", "mean", "variance", "std", "min", "max", "rows", "nulls", "nans")
ASKED = (Count, Counts, DistinctCount, Extremes, Mean, Median, Mode, Moments, Quantiles)


@pytest.mark.parametrize("statistic", ASKED)
@pytest.mark.parametrize(
    "by", ["g", "value", "count", "mean", "variance", "std", "min", "max", "rows", "nulls", "nans"]
)
def test_a_group_column_may_have_any_name(statistic, by):
    columns = {"a": [1.0, 3.0, None, 3.0], "g": ["y", "x", "x", "y"]}
    plain = _ask(statistic("a", ("g",)), columns)
    found = _ask(statistic("a", (by,)), {"a": columns["a"], by: columns["g"]})
    assert found.columns[0] == by
    assert found.rows() == plain.rows()
    assert [name.rstrip("_") for name in found.columns[1:]] == plain.columns[1:]


def _ask(statistic, columns):
    frame = pl.DataFrame(columns)
    return statistic.value(statistic.merge(statistic.partial(frame[:2]), statistic.partial(frame[2:])))
