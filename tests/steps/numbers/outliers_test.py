import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pipelines import made
from scipy import stats

NUMBERS = st.lists(st.integers(-200, 200).map(lambda each: each / 4), min_size=4, max_size=25)


def z_score(values):
    return np.abs(stats.zscore(values)) - 3


def modified_z_score(values):
    return np.abs(values - np.median(values)) / stats.median_abs_deviation(values, scale="normal") - 3.5


def iqr(values):
    low, high = np.quantile(values, [0.25, 0.75])
    return np.maximum(low - values, values - high) / (high - low) - 1.5


@pytest.mark.parametrize("beyond", [z_score, modified_z_score, iqr], ids=lambda each: each.__name__)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(values=NUMBERS)
def test_outliers_are_those_of_scipy(beyond, values):
    rule = f"clean: [outliers: {{column: a, method: {beyond.__name__}, action: flag}}]"
    found = made(rule).run(pl.DataFrame({"a": values})).clean["a_outlier"].to_numpy()
    with np.errstate(all="ignore"):
        theirs = beyond(np.array(values))
    if not np.isfinite(theirs).all():  # no spread: no limits
        assert not found.any()
        return
    clear = np.abs(theirs) > 1e-9  # at the limit itself the last bit would decide
    assert (found[clear] == (theirs[clear] > 0)).all()


def test_what_is_learned_are_the_limits():
    rules = "clean: [outliers: {columns: [a, b], method: iqr, action: clip}]"
    model = made(rules).fit(pl.DataFrame({"a": [1.0, 2.0, 3.0, 4.0, 5.0], "b": [7] * 5}))
    assert model.learned[0] == {"a": [-1.0, 7.0], "b": [None, None]}


@settings(max_examples=30, deadline=None, derandomize=True)
@given(values=NUMBERS)
def test_clipped_numbers_are_within_the_limits(values):
    assume(len(set(values)) > 1)
    model = made("clean: [outliers: {column: a, method: percentile, percentiles: [10, 90], action: clip}]")
    found = model.run(pl.DataFrame({"a": values})).clean["a"]
    low, high = np.quantile(values, [0.1, 0.9])
    np.testing.assert_allclose(found, np.clip(values, low, high), rtol=1e-9, atol=1e-9)
