import re

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.steps.text.collapse_whitespace import CollapseWhitespace
from wrangle.steps.text.trim import Trim

TEXTS = st.lists(st.one_of(st.none(), st.text(" ab\t\n\r\u00a0\u200b\u3000")), max_size=6)


def collapsed(texts, **options):
    frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)})
    return frame.select(CollapseWhitespace(column="a", **options).express({})).to_series().to_list()


@settings(max_examples=80, deadline=None, derandomize=True)
@given(texts=TEXTS)
def test_runs_of_white_space_become_one_blank_and_nothing_else_changes(texts):
    assert collapsed(texts) == [each and re.sub(r"[\s\u200b\ufeff]+", " ", each) for each in texts]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(texts=TEXTS)
def test_without_blanks_at_the_ends_it_is_what_trim_gives(texts):
    frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)})
    trimmed = frame.select(Trim(columns=["a"]).express({})).to_series().to_list()
    assert [each and each.strip(" ") for each in collapsed(texts)] == trimmed


@settings(max_examples=80, deadline=None, derandomize=True)
@given(texts=TEXTS)
def test_no_line_is_lost_where_lines_are_kept(texts):
    found = collapsed(texts, keep_lines=True)
    for before, after in zip(texts, found, strict=True):
        if before is not None:
            assert len(re.split("\r\n|\n|\r", before)) == len(after.split("\n"))
            assert collapsed([after], keep_lines=True) == [after]
