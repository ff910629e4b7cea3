from collections import Counter

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made

VALUES = st.lists(st.sampled_from(["a", "b", "", None]), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(train=VALUES, rows=VALUES)
def test_values_become_their_counts(train, rows):
    fit, frame = (pl.DataFrame({"a": pl.Series(each, dtype=pl.String)}) for each in (train, rows))
    counts = Counter(train)
    found = made("clean: [count_encode: {column: a}]").fit(fit).transform(frame)["a"].to_list()
    assert found == [None if each is None else counts[each] for each in rows]


@settings(max_examples=20, deadline=None, derandomize=True)
@given(rows=VALUES.filter(lambda values: any(each is not None for each in values)))
def test_shares_are_those_of_pandas(rows):
    import pandas as pd

    frame = pl.DataFrame({"a": pl.Series(rows, dtype=pl.String)})
    found = made("clean: [count_encode: {column: a, as: fraction}]").run(frame).clean["a"].drop_nulls().to_list()
    shares = pd.Series(rows, dtype=object).value_counts(normalize=True)
    assert found == pytest.approx([shares[each] for each in rows if each is not None], rel=1e-11)
