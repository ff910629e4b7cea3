import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.testing import run

ROWS = st.lists(
    st.tuples(st.sampled_from(["x", "y", None]), st.sampled_from([0.5, -1.0, 3.0, None])), min_size=1, max_size=12
)


@pytest.mark.parametrize("aggregate", ["mean", "median", "min", "max", "count", "std", "distinct_count"])
@settings(max_examples=30, deadline=None, derandomize=True)
@given(rows=ROWS)
def test_each_group_has_what_pandas_gives_it(aggregate, rows):
    import pandas as pd

    frame = pl.DataFrame(rows, schema={"g": pl.String, "a": pl.Float64}, orient="row")
    found = run(f"group_aggregate: {{column: a, by: g, aggregate: {aggregate}, into: new}}", frame).clean["new"]
    groups = pd.DataFrame(rows, columns=["g", "a"]).astype({"a": float}).groupby("g", dropna=False)["a"]
    theirs = groups.transform({"distinct_count": "nunique"}.get(aggregate, aggregate)).tolist()
    for mine, wanted in zip(found, theirs, strict=True):
        if not math.isnan(wanted):  # where pandas has no answer, the whole's is taken
            assert mine == pytest.approx(wanted, rel=1e-11)
