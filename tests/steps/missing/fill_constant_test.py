import datetime as dt

import polars as pl
import pytest

from wrangle.testing import run

TIME = dt.datetime(2024, 1, 31, 6)


@pytest.mark.parametrize(
    ("value", "dtype", "found"),
    [
        ("0", pl.Int64, 0), ("0", pl.Float32, 0.0), ("0.5", pl.Int8, 0.5), ("true", pl.Boolean, True),
        ("'0'", pl.String, "0"), ("x", pl.Categorical, "x"), ("'2024-01-31T06:00:00'", pl.Datetime("ms"), TIME),
        ("'2024-01-31'", pl.Date, TIME.date()), ("'06:00'", pl.Time, TIME.time()),
    ],
)  # fmt: skip
def test_a_constant_fills_columns_of_its_kind(value, dtype, found):
    frame = pl.DataFrame({"a": pl.Series([None, None], dtype=dtype)})
    assert run(f"fill_constant: {{column: a, value: {value}}}", frame).clean["a"].to_list() == [found, found]
