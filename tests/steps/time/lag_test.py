"""`rolling_test.py` holds lags against plain Python; here are the types that a lag keeps."""

from datetime import date

import polars as pl
import pytest

from wrangle.testing import run


@pytest.mark.parametrize("values", [["a", None], [1.5, None], [True, None], [date(2024, 1, 1), None], [[1], None]])
def test_a_lag_keeps_the_type_of_its_column(values):
    frame = pl.DataFrame({"a": values, "t": [1, 2]})
    found = run("lag: {column: a, order_by: t, into: before}", frame).clean
    assert found.schema["before"] == frame.schema["a"]
    assert found["before"].to_list() == [None, values[0]]
