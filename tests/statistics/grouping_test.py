import polars as pl
import pytest

from wrangle.errors import StatisticError
from wrangle.statistics.grouping import comparable, key, numbers, table


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
    with pytest.raises(StatisticError, match="rename it first"):
        table(("n",), pl.DataFrame({"n": [1], "__n": [1]}), "n")
