"""`tests/steps/fill_test.py` holds both directions against pandas; here are the types that a column keeps."""

from datetime import date

import polars as pl
import pytest

from wrangle.testing import run


@pytest.mark.parametrize("value", ["a", 1.5, True, date(2024, 1, 1), [1]])
def test_a_filled_column_keeps_its_type(value):
    values = [None, value, None]
    frame = pl.DataFrame({"a": values, "t": [1, 2, 3]})
    found = run("fill_backward: {column: a, order_by: t, into: b}", frame).clean
    assert found.schema["b"] == frame.schema["a"]
    assert found["b"].to_list() == [value, value, None]
