import math
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrangle.errors import StatisticError
from wrangle.statistics.moments import Moments
from wrangle.statistics.rounding import rounded

FINITE = st.floats(allow_nan=False, allow_infinity=False)


def _ask(values, **options):
    moments = Moments("a", **options)
    return moments.value(moments.partial(pl.DataFrame({"a": values}, schema={"a": pl.Float64})))


@given(st.lists(FINITE, min_size=2, max_size=30))
def test_answers_are_the_exact_ones_correctly_rounded(values):
    exact = [Fraction(value) for value in values]
    mean = sum(exact) / len(exact)
    variance = sum((value - mean) ** 2 for value in exact) / (len(exact) - 1)
    answer = _ask(values)
    assert answer["count"] == len(values)
    assert answer["mean"] == rounded(float(mean))
    assert answer["variance"] == (rounded(float(variance)) if variance < 2**1024 - 2**970 else math.inf)


def test_answers_are_those_of_numpy_on_plain_data():
    values = np.random.default_rng(1).normal(12.5, 3, 100_000)
    answer = _ask(values)
    assert answer["mean"] == pytest.approx(values.mean(), rel=1e-11)
    assert answer["variance"] == pytest.approx(values.var(ddof=1), rel=1e-11)
    assert answer["std"] == pytest.approx(values.std(ddof=1), rel=1e-11)


def test_groups_longer_and_shorter_than_a_block_are_those_of_polars():
    rng = np.random.default_rng(2)
    groups = np.concatenate([np.zeros(40_000, int), rng.integers(1, 500, 30_000)])
    frame = pl.DataFrame({"a": rng.normal(0, 1, 70_000), "g": groups}).sample(fraction=1, shuffle=True, seed=3)
    moments = Moments("a", ("g",))
    answer = moments.value(moments.partial(frame))
    value = pl.col("a")
    wanted = frame.group_by("g").agg(count=pl.len(), mean=value.mean(), variance=value.var(), std=value.std()).sort("g")
    assert answer["g"].to_list() == wanted["g"].to_list()
    assert answer["count"].to_list() == wanted["count"].to_list()
    for name in ("mean", "variance", "std"):
        np.testing.assert_allclose(answer[name], wanted[name], rtol=1e-10, atol=1e-13)


def test_cancellation_leaves_what_is_left():
    assert _ask([1e308, 1.0, -1e308])["mean"] == 0.333333333333
    assert _ask([1e16, 1.0, -1e16, 5e-324])["mean"] == 0.25


def test_no_value_has_no_mean_and_one_value_no_spread():
    nothing = {"count": 0, "mean": None, "variance": None, "std": None}
    assert _ask([]) == _ask([None, float("nan"), float("inf")]) == nothing
    assert _ask([2.0, None]) == {"count": 1, "mean": 2.0, "variance": None, "std": None}


def test_a_standard_deviation_is_given_where_the_variance_is_beyond_float():
    answer = _ask([1e300, -1e300])
    assert answer["variance"] == math.inf
    assert answer["std"] == rounded(math.sqrt(2) * 1e300)
    assert _ask([3e-200, 1e-200])["std"] == rounded(math.sqrt(2) * 1e-200)


def test_without_spread_no_squares_are_kept():
    moments = Moments("a", spread=False)
    state = moments.partial(pl.DataFrame({"a": [1.0, 2.0]}))
    assert 2 not in state["__power"].to_list()
    assert moments.value(state) == {"count": 2, "mean": 1.5}


def test_truth_values_and_integers_are_numbers_and_text_is_none():
    for values in ([True, False], pl.Series([1, 0], dtype=pl.UInt8)):
        frame = pl.DataFrame({"a": values})
        assert Moments("a").value(Moments("a").partial(frame))["mean"] == 0.5
    with pytest.raises(StatisticError, match="column 'a' is String, not a number"):
        Moments("a").partial(pl.DataFrame({"a": ["1"]}))
