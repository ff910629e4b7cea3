import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from wrangle.checks.matches import Matches


@settings(max_examples=50, deadline=None, derandomize=True)
@given(texts=st.lists(st.one_of(st.none(), st.text("abC1 ", max_size=5)), max_size=8),
       pattern=st.sampled_from(["a", "^a", "b+$", "[A-Z]", r"\d", "^$", "(?i)c", "a|b"]))  # fmt: skip
def test_a_pattern_is_searched_as_in_python(texts, pattern):
    frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)})
    found = frame.select(Matches(column="a", pattern=pattern).mask()).to_series().to_list()
    assert found == [None if each is None else re.search(pattern, each) is None for each in texts]


@pytest.mark.parametrize("pattern", ["(", "[z-a]", "(?=x)", r"(a)\1", "*"])
def test_a_pattern_that_is_none_is_refused(pattern):
    with pytest.raises(ValidationError, match="is no regular expression of Rust's syntax"):
        Matches(column="a", pattern=pattern)


def test_a_pattern_that_takes_for_ever_elsewhere_does_not_here():
    frame = pl.DataFrame({"a": ["a" * 5000 + "!"]})
    assert frame.select(Matches(column="a", pattern="^(a+)+$").mask()).item()
