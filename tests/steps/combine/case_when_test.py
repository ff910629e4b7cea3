import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from wrangle.testing import run


@settings(max_examples=40, deadline=None, derandomize=True)
@given(values=st.lists(st.one_of(st.none(), st.integers(-3, 6)), max_size=8))
def test_it_is_what_case_in_sql_gives(values):
    frame = pl.DataFrame({"t": pl.Series(values, dtype=pl.Int64)})
    found = run("case_when: {into: b, values: {low: t < 0, odd: t % 2 = 1}, else: rest}", frame).clean
    theirs = frame.sql("SELECT t, CASE WHEN t < 0 THEN 'low' WHEN t % 2 = 1 THEN 'odd' ELSE 'rest' END AS b FROM self")
    assert_frame_equal(found, theirs)
