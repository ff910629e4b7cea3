import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from wrangle.engine.runs import RUNS, joined, numbers_of, runs_of

NUMBERS = st.lists(st.integers(0, 9) | st.just(2**32 - 2)).map(lambda each: pl.Series("__row", each, dtype=pl.UInt32))


@given(NUMBERS)
def test_runs_are_as_long_as_they_can_be_and_give_the_numbers_back(numbers):
    runs = runs_of(numbers)
    assert runs.schema == RUNS
    assert numbers_of(runs).equals(numbers)
    assert sum(runs["rows"]) == len(numbers)
    ends = (runs["first"].cast(pl.Int64) + runs["rows"])[:-1]
    assert not (ends == runs["first"][1:]).any()


@given(st.lists(NUMBERS))
def test_runs_that_were_cut_are_joined(parts):
    whole = pl.concat(parts) if parts else pl.Series("__row", [], dtype=pl.UInt32)
    assert pl.concat(joined(map(runs_of, parts))).equals(runs_of(whole))
