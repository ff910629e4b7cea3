import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made
from scipy.stats import yeojohnson
from sklearn.preprocessing import PowerTransformer

from wrangle.steps.numbers.power import Power

RANDOM = np.random.default_rng(7)
SAMPLES = {
    "lognormal": RANDOM.lognormal(2, 1, 400), "normal": RANDOM.normal(-3, 5, 400), "left": -RANDOM.gamma(2, 3, 400),
    "counts": RANDOM.poisson(3, 400).astype(float),
}  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_power_is_the_one_that_scikit_learn_learns(sample):
    train = SAMPLES[sample]
    model = made("clean: [power: {column: a, with: yeo_johnson}]").fit(pl.DataFrame({"a": train}))
    theirs = PowerTransformer(standardize=False).fit(train.reshape(-1, 1))
    power = model.learned[0]["a"]["power"]
    assert power == pytest.approx(theirs.lambdas_[0], abs=2e-4 * max(1, abs(power)))


@pytest.mark.parametrize("power", [-2.0, 0.0, 0.5, 1.0, 2.0, 3.7])
@settings(max_examples=40, deadline=None, derandomize=True)
@given(values=st.lists(st.floats(-1e3, 1e3), max_size=6))
def test_the_formula_is_that_of_scipy(power, values):
    step = Power.model_validate({"column": "a", "with": "yeo_johnson"})
    frame = pl.DataFrame({"a": pl.Series(values, dtype=pl.Float64)})
    found = frame.select(step.express({"a": {"power": power}}))["a"]
    np.testing.assert_allclose(found, yeojohnson(np.array(values), power), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("kind", "theirs"), [("log", np.log), ("log1p", np.log1p), ("sqrt", np.sqrt)])
def test_functions_are_those_of_numpy(kind, theirs):
    values = np.array([1e-300, 0.5, 1.0, 17.25, 1e300])
    step = Power.model_validate({"column": "a", "with": kind})
    np.testing.assert_allclose(pl.DataFrame({"a": values}).select(step.express({}))["a"], theirs(values), rtol=1e-15)


@pytest.mark.parametrize("values", [RANDOM.normal(1000, 1, 400), -RANDOM.normal(1e6, 1, 400), [1e9, 1e9 + 1]])
def test_numbers_far_from_zero_stay_apart(values):
    model = made("clean: [power: {column: a, with: yeo_johnson}]").fit(pl.DataFrame({"a": values}))
    found = model.transform(pl.DataFrame({"a": values}))["a"]
    assert found.n_unique() == len(values)
    assert found.rank().to_list() == pl.Series(values).rank().to_list()
