import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, RobustScaler, StandardScaler

THEIRS = {
    "standard": StandardScaler(), "min_max": MinMaxScaler(), "max_abs": MaxAbsScaler(), "robust": RobustScaler(),
}  # fmt: skip
NUMBERS = st.floats(-1e6, 1e6).map(lambda each: round(each, 3))


@pytest.mark.parametrize("kind", THEIRS)
@settings(max_examples=25, deadline=None, derandomize=True)
@given(train=st.lists(NUMBERS, min_size=1, max_size=12), rows=st.lists(NUMBERS, min_size=1, max_size=5))
def test_numbers_are_scaled_as_scikit_learn_does(kind, train, rows):
    model = made(f"clean: [scale: {{column: a, with: {kind}}}]").fit(pl.DataFrame({"a": train}))
    found = model.transform(pl.DataFrame({"a": rows}))["a"]
    wanted = THEIRS[kind].fit(np.array(train).reshape(-1, 1)).transform(np.array(rows).reshape(-1, 1))[:, 0]
    np.testing.assert_allclose(found, wanted, rtol=1e-8, atol=1e-8)


def test_what_is_learned_is_plain():
    model = made("clean: [scale: {columns: [a, b]}]").fit(pl.DataFrame({"a": [1.0, 3.0], "b": [5, 5]}))
    assert model.learned[0] == {"a": {"center": 2.0, "spread": 1.0}, "b": {"center": 5.0, "spread": 1.0}}
