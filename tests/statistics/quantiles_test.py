from datetime import UTC, date, datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.errors import StatisticError
from wrangle.statistics.median import Median
from wrangle.statistics.quantiles import Quantiles

PROBABILITIES = (0.0, 0.1, 0.25, 0.5, 0.9, 1.0)


def _ask(statistic, **columns):
    return statistic.value(statistic.partial(pl.DataFrame(columns)))


@given(st.lists(st.floats(-1e100, 1e100), min_size=1, max_size=50))
def test_quantiles_are_those_of_numpy(values):
    answer = _ask(Quantiles("a", probabilities=PROBABILITIES), a=values)
    np.testing.assert_allclose(
        answer, np.quantile(values, PROBABILITIES), rtol=1e-11, atol=1e-11 * max(map(abs, values))
    )


def test_medians_by_group_are_those_of_polars():
    rng = np.random.default_rng(0)
    frame = pl.DataFrame({"a": rng.integers(0, 100, 5000) / 10, "g": rng.integers(0, 20, 5000)})
    statistic = Median("a", ("g",))
    assert statistic.value(statistic.partial(frame)).rows() == (
        frame.group_by("g").agg(pl.col("a").median().round_sig_figs(12)).sort("g").rows()
    )


def test_no_value_is_none():
    assert _ask(Median("a"), a=[None, float("nan"), float("inf")]) is None
    assert _ask(Quantiles("a", probabilities=(0.1, 0.9)), a=pl.Series([], dtype=pl.Float64)) == [None, None]


def test_several_quantiles_by_group_are_lists():
    answer = _ask(Quantiles("a", ("g",), (0.0, 1.0)), a=[1, 2, 5], g=["x", "x", "y"])
    assert answer.rows() == [("x", [1.0, 2.0]), ("y", [5.0, 5.0])]


def test_medians_of_times_are_times():
    days = [date(2024, 1, 1), date(2024, 1, 4)]
    assert _ask(Median("a"), a=days) == date(2024, 1, 2)
    hours = [datetime(2024, 1, 1, hour, tzinfo=UTC) for hour in (1, 2)]
    assert _ask(Median("a"), a=hours) == datetime(2024, 1, 1, 1, 30, tzinfo=UTC)
    assert _ask(Median("a", ("g",)), a=hours, g=[1, 1])["value"].dtype == pl.Datetime("us", "UTC")


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1000), limit=st.integers(100, 2000))
def test_beyond_the_limit_the_error_is_as_stated(seed, limit):
    values = np.random.default_rng(seed).lognormal(0, 3, 3001)
    statistic = Quantiles("a", probabilities=PROBABILITIES, limit=limit)
    state = statistic.partial(pl.DataFrame({"a": values}))
    error = statistic.error(state)
    assert 0 < error <= 0.5
    assert state.rows.height <= limit
    exact = np.quantile(values, PROBABILITIES)
    np.testing.assert_allclose(statistic.value(state), exact, rtol=error + 1e-11)


def test_while_the_values_fit_there_is_no_error():
    statistic = Median("a", limit=3)
    assert statistic.error(statistic.partial(pl.DataFrame({"a": [1.0, 2.0, 3.0, 3.0]}))) == 0.0


def test_more_groups_than_the_limit_are_an_error():
    with pytest.raises(StatisticError, match="column 'a' by g has 5 distinct values"):
        _ask(Median("a", ("g",), limit=4), a=[1.0] * 5, g=range(5))


@pytest.mark.parametrize("probabilities", [(), (1.5,), (0.5, float("nan"))])
def test_probabilities_lie_from_0_to_1(probabilities):
    with pytest.raises(StatisticError, match="from 0 to 1"):
        Quantiles("a", probabilities=probabilities)
