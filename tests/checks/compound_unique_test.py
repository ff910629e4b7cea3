import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made
from pydantic import ValidationError

from wrangle.checks.compound_unique import CompoundUnique
from wrangle.checks.unique import Unique
from wrangle.errors import RunFailedError


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["x", "y", None]), st.sampled_from([0.0, 1.0, float("nan"), None])), max_size=9
    )
)
def test_it_is_unique_over_several_columns(rows):
    frame = pl.DataFrame(rows, schema={"a": pl.String, "b": pl.Float64}, orient="row")
    one, other = CompoundUnique(columns=("a", "b")), Unique(columns=("a", "b"))
    assert one.violations(frame).to_list() == other.violations(frame).to_list()


def test_texts_that_look_alike_when_joined_are_told_apart():
    frame = pl.DataFrame({"a": ["x", "x,y"], "b": ["y,z", "z"]})
    assert CompoundUnique(columns=("a", "b")).violations(frame).to_list() == [False, False]


def test_it_fails_the_run_and_names_the_first_rows():
    with pytest.raises(RunFailedError, match="compound_unique a b: 2 of 3 rows: row 0 stands more than once"):
        made("expect: [compound_unique: {columns: [a, b]}]").run(pl.DataFrame({"a": [1, 2, 1], "b": [1, 1, 1]}))


def test_one_column_is_no_combination():
    with pytest.raises(ValidationError, match="at least 2 items"):
        CompoundUnique(columns=("a",))
