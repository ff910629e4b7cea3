import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrangle.expressions.keys import duplicated, duplicated_candidates, key_hash, repeated_keys

TEXTS = st.sampled_from(["", "a", "b", None])
NUMBERS = st.sampled_from([0.0, -0.0, 1.5, float("inf"), float("nan"), None])
SCHEMA = {"a": pl.String, "b": pl.Float64}


@given(st.lists(st.tuples(TEXTS, NUMBERS), max_size=12), st.sampled_from([["a"], ["b"], ["a", "b"]]))
def test_duplicates_are_those_that_grouping_finds(rows, keys):
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    wanted = frame.select(pl.struct(keys).is_duplicated()).to_series().to_list()
    assert duplicated(frame, keys).to_list() == wanted
    candidates = duplicated_candidates(frame, keys).to_list()
    assert all(candidate for candidate, exact in zip(candidates, wanted, strict=True) if exact)


@given(st.lists(st.tuples(TEXTS, NUMBERS), max_size=12))
def test_a_key_that_is_wholly_missing_does_not_apply(rows):
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    missing = frame.select(pl.col("a").is_null() & (pl.col("b").is_null() | pl.col("b").is_nan().fill_null(False)))
    assert repeated_keys(frame, ["a", "b"]).is_null().to_list() == missing.to_series().to_list()


def test_rows_whose_hashes_collide_are_told_apart(monkeypatch):
    monkeypatch.setattr("wrangle.expressions.keys.key_hash", lambda keys: (pl.col(keys[0]) % 37).cast(pl.UInt64))
    frame = pl.DataFrame({"a": [*range(40), 0]})
    assert duplicated_candidates(frame, ["a"]).sum() == 7
    assert duplicated(frame, ["a"]).arg_true().to_list() == [0, 40]


@pytest.mark.parametrize("dtype", [pl.Int8, pl.Boolean, pl.Date, pl.Datetime, pl.Categorical, pl.Null])
def test_keys_of_every_type_are_hashed(dtype):
    frame = pl.DataFrame({"a": pl.Series([None, None], dtype=dtype)})
    assert frame.select(key_hash(["a"])).to_series().n_unique() == 1
    assert duplicated(frame, ["a"]).to_list() == [True, True]
