import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from wrangle.steps.text.extract import Extract

PATTERN = r"(?P<number>\d+) ?(?P<unit>[a-c]+)?(!)?"


@settings(max_examples=100, deadline=None, derandomize=True)
@given(texts=st.lists(st.text("12ab !", max_size=8), max_size=5))
def test_groups_hold_what_python_finds(texts):
    frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)})
    found = frame.select(Extract(column="a", pattern=PATTERN).express({}))
    for text, row in zip(texts, found.rows(named=True), strict=True):
        match = re.search(PATTERN, text)
        assert row == (match.groupdict(default="") if match else {"number": None, "unit": None})


def test_only_named_groups_make_columns():
    assert Extract(column="a", pattern=PATTERN).writes() == ("number", "unit")


@pytest.mark.parametrize("pattern", ["", "x", "(x)", "(?P<x>"])
def test_a_pattern_that_makes_no_column_is_refused(pattern):
    with pytest.raises(ValidationError):
        Extract(column="a", pattern=pattern)
