import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.testing import run

VALUES = st.sampled_from([1.0, math.inf, None, math.nan])


@pytest.mark.parametrize(
    ("rule", "theirs"),
    [("{}", {"how": "any"}), ("{when: all}", {"how": "all"}), ("{max_fraction: 0.4}", {"thresh": 2})],
)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(rows=st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=8))
def test_the_rows_that_pandas_keeps_stay(rule, theirs, rows):
    import pandas as pd

    names = list("abc")
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Float64), orient="row")
    found = run(f"drop_missing: {rule}", frame).clean
    wanted = pd.DataFrame(rows, columns=names, dtype=float).dropna(**theirs)
    assert found.fill_nan(None).rows() == pl.from_pandas(wanted, nan_to_null=True).rows()
