"""What is filled holds against pandas, on generated tables."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.testing import run

ROWS = st.lists(
    st.tuples(st.sampled_from(["x", "y", None]), st.integers(0, 9), st.sampled_from([None, math.nan, 1.5, -2.0, 7.0])),
    min_size=1,
    max_size=14,
)


@pytest.mark.parametrize(("keyword", "theirs"), [("fill_forward", "ffill"), ("fill_backward", "bfill")])
@pytest.mark.parametrize("limit", [None, 1, 2])
@settings(max_examples=50, deadline=None, derandomize=True)
@given(rows=ROWS)
def test_values_are_filled_as_pandas_does(keyword, theirs, limit, rows):
    frame = pl.DataFrame(rows, schema={"g": pl.String, "t": pl.Int64, "a": pl.Float64}, orient="row")
    more = "" if limit is None else f", limit: {limit}"
    found = run(f"{keyword}: {{column: a, by: g, order_by: t, into: b{more}}}", frame).clean["b"]
    import pandas as pd

    table = pd.DataFrame(rows, columns=["g", "t", "a"]).astype({"a": float}).sort_values("t", kind="stable")
    wanted = getattr(table.groupby("g", dropna=False)["a"], theirs)(limit=limit).sort_index()
    assert found.fill_nan(None).to_list() == [None if math.isnan(each) else each for each in wanted]
