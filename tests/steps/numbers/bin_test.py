import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made
from sklearn.preprocessing import KBinsDiscretizer

NUMBERS = st.integers(-400, 400).map(lambda each: each / 8)


@pytest.mark.parametrize(("kind", "theirs"), [("equal_width", "uniform"), ("quantile", "quantile")])
@settings(max_examples=40, deadline=None, derandomize=True)
@given(train=st.lists(NUMBERS, min_size=6, max_size=20, unique=True), rows=st.lists(NUMBERS, min_size=1, max_size=8))
def test_bins_are_those_of_scikit_learn(kind, theirs, train, rows):
    model = made(f"clean: [bin: {{column: a, with: {kind}, bins: 3}}]").fit(pl.DataFrame({"a": train}))
    how = {"quantile_method": "linear"} if kind == "quantile" else {}
    fitted = KBinsDiscretizer(3, encode="ordinal", strategy=theirs, **how).fit(np.array(train).reshape(-1, 1))
    edges = model.learned[0]["a"]
    np.testing.assert_allclose(edges, fitted.bin_edges_[0], rtol=1e-11, atol=1e-11)
    near = [each for each in rows if min(abs(each - edge) for edge in edges) > 1e-9]
    found = model.transform(pl.DataFrame({"a": pl.Series(near, dtype=pl.Float64)}))["a"].to_list()
    if near:
        assert found == fitted.transform(np.array(near).reshape(-1, 1))[:, 0].astype(int).tolist()


@pytest.mark.parametrize("closed", ["left", "right"])
@settings(max_examples=40, deadline=None, derandomize=True)
@given(rows=st.lists(st.sampled_from([-1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 3.5, math.inf, None]), max_size=8))
def test_given_edges_are_those_of_pandas(closed, rows):
    frame = pl.DataFrame({"a": pl.Series(rows, dtype=pl.Float64)})
    found = made(f"clean: [bin: {{column: a, edges: [0, 1, 3], closed: {closed}}}]").run(frame).clean["a"].to_list()
    # pandas leaves out the outer edge that is not closed
    edges = [0, 1, 3 + 1e-9] if closed == "left" else [-1e-9, 1, 3]
    codes = pd.cut(pd.Series(rows, dtype=float), edges, right=closed == "right", labels=False)
    assert found == [None if math.isnan(each) else int(each) for each in codes]
