from collections import Counter

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made
from pydantic import ValidationError

from wrangle.checks.unique import Unique

VALUES = st.one_of(st.none(), st.sampled_from(["x", "y", "z", ""]))


@settings(max_examples=50, deadline=None, derandomize=True)
@given(values=st.lists(VALUES, max_size=10))
def test_all_rows_of_a_key_that_stands_twice_are_violations(values):
    times = Counter(values)
    found = Unique(column="a").violations(pl.DataFrame({"a": pl.Series(values, dtype=pl.String)}))
    assert found.to_list() == [None if each is None else times[each] > 1 for each in values]


@settings(max_examples=50, deadline=None, derandomize=True)
@given(rows=st.lists(st.tuples(VALUES, st.one_of(st.none(), st.integers(0, 2))), max_size=10))
def test_in_part_of_a_key_missing_equals_missing(rows):
    times = Counter(rows)
    frame = pl.DataFrame(rows, schema={"a": pl.String, "b": pl.Int64}, orient="row")
    wanted = [None if each == (None, None) else times[each] > 1 for each in rows]
    assert Unique(columns=("a", "b")).violations(frame).to_list() == wanted


def test_duplicates_go_to_the_quarantine_where_told_and_all_of_them():
    result = made("expect: [unique: {column: a, otherwise: quarantine}]").run(
        pl.DataFrame({"a": [7, 8, 7, None, None]})
    )
    assert result.clean["a"].to_list() == [8, None, None]
    assert result.quarantine["_row"].to_list() == [0, 2]


def test_only_rows_that_where_chooses_are_compared():
    rules = "expect: [unique: {column: a, where: b > 0, otherwise: quarantine}]"
    result = made(rules).run(pl.DataFrame({"a": [7, 7, 8, 8], "b": [1, 0, 1, 1]}))
    assert result.quarantine["_row"].to_list() == [2, 3]


@pytest.mark.parametrize("options", [{}, {"column": "a", "columns": ("a", "b")}, {"columns": ()}])
def test_it_wants_one_key(options):
    with pytest.raises(ValidationError):
        Unique(**options)


def test_the_key_is_what_rows_are_brought_together_by():
    assert Unique(column="a").partition_by() == ("a",)
    assert Unique(columns=("b", "a")).partition_by() == ("b", "a")
