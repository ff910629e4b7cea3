from datetime import date, datetime

import polars as pl
import pytest

from wrangle.expressions.casts import CASTS, TYPES

NAN, INF = float("nan"), float("inf")


def cast(values, name, dtype=None):
    return pl.DataFrame({"a": pl.Series(values, dtype=dtype)}).select(CASTS[name](pl.col("a")))["a"].to_list()


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("integer", ["7", "-7", "x", "", "99999999999999999999"], [7, -7, None, None, None]),
        ("integer", [7.9, -7.9, NAN, INF, 1e300], [7, -7, None, None, None]),
        ("integer", [True, False], [1, 0]),
        ("float", ["1.5", "1e3", "one", ""], [1.5, 1000.0, None, None]),
        ("float", [True, False], [1.0, 0.0]),
        ("string", [1, -2], ["1", "-2"]),
        ("string", [True, False], ["true", "false"]),
        (
            "boolean",
            ["TRUE", "t", "Yes", "1", "n", "no", "0", "f", "perhaps", ""],
            [True] * 4 + [False] * 4 + [None] * 2,
        ),
        ("boolean", [1, 0, 2], [True, False, None]),
        ("boolean", [1.0, 0.0, NAN], [True, False, None]),
        ("date", ["2024-02-29", "2024-02-29 23:59", "2023-02-29", "29/02/2024"], [date(2024, 2, 29)] * 2 + [None] * 2),
        ("date", [datetime(2024, 2, 29, 23, 59)], [date(2024, 2, 29)]),
        ("datetime", [date(2024, 2, 29)], [datetime(2024, 2, 29)]),
        ("datetime", ["2024-02-29T05:06:07.5", "noon"], [datetime(2024, 2, 29, 5, 6, 7, 500_000), None]),
    ],
)
def test_a_value_that_fits_is_turned_and_another_is_null(name, values, expected):
    assert cast(values, name) == expected


@pytest.mark.parametrize("name", CASTS)
def test_null_stays_null_and_no_rows_give_no_rows(name):
    assert cast([None], name, pl.String) == [None]
    assert cast([], name, pl.String) == []


def test_every_type_that_sql_may_name_has_its_cast():
    assert set(TYPES.values()) == set(CASTS)


def test_what_is_cast_to_text_and_back_is_the_same():
    for name, values in (("integer", [-5, 0, 2**60]), ("float", [0.1, -1e-300, 1e22]), ("boolean", [True, False])):
        assert cast(cast(values, "string"), name) == values
