import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made
from pydantic import ValidationError

from wrangle.checks.row_count import RowCount
from wrangle.errors import RunFailedError


@settings(max_examples=50, deadline=None, derandomize=True)
@given(rows=st.integers(0, 20), ends=st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted))
def test_ends_are_included(rows, ends):
    low, high = ends
    assert RowCount(min=low, max=high).observe({"rows": rows})[0] is (low <= rows <= high)
    assert RowCount(min=low).observe({"rows": rows})[0] is (low <= rows)
    assert RowCount(max=high).observe({"rows": rows})[0] is (rows <= high)


@pytest.mark.parametrize(("options", "rows", "said"), [
    ({"min": 3}, 1, "1 row, not at least 3"), ({"max": 3}, 4, "4 rows, not at most 3"),
    ({"min": 0}, 0, "0 rows")])  # fmt: skip
def test_what_was_seen_is_said(options, rows, said):
    assert RowCount(**options).observe({"rows": rows})[1] == said


def test_rows_that_are_written_are_counted():
    rules = 'clean: [filter: "a > 1"]\nexpect: [not_null: {column: b}, row_count: {min: 2}]'
    frame = pl.DataFrame({"a": [1, 2, 3, 4], "b": ["x", "x", None, "x"]})
    assert made(rules).run(frame).results[-1].examples == ("2 rows",)
    with pytest.raises(RunFailedError, match="row_count: 1 row, not at least 2"):
        made(rules).run(frame[:3])


@pytest.mark.parametrize("options", [{}, {"min": -1}, {"min": 3, "max": 2}])
def test_a_range_that_is_none_is_refused(options):
    with pytest.raises(ValidationError):
        RowCount(**options)
