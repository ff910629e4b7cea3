from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrangle.expressions.reading import READERS
from wrangle.schema import TYPES


def read(name, *texts):
    frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)})
    return frame.select(READERS[name](pl.col("a")))["a"]


@pytest.mark.parametrize(
    ("name", "texts", "expected"),
    [
        ("float", ["1.5", "+.5", "5.", "-2E3", "1e400"], [1.5, 0.5, 5.0, -2000.0, float("inf")]),
        ("float", ["1,5", "0x1", "1_000", "1 000", "", " 1", "one"], [None] * 7),
        ("float", ["-inf", "Infinity", "in"], [float("-inf"), float("inf"), None]),
        ("integer", ["7", "+7", "-7.0", "7.", "007"], [7, 7, -7, 7, 7]),
        ("integer", ["7.5", "1e3", "9223372036854775808", "nan", ""], [None] * 5),
        ("boolean", ["true", "FALSE", "True"], [True, False, True]),
        ("boolean", ["yes", "1", "t", ""], [None] * 4),
        ("date", ["2024-02-29", "2023-02-29", "2024-2-9", "2024-02-29 00:00", ""], [date(2024, 2, 29), *[None] * 4]),
        ("datetime", ["2024-02-29", "2024-02-29T05:06"], [datetime(2024, 2, 29), datetime(2024, 2, 29, 5, 6)]),
        ("datetime", ["2024-02-29 05:06:07.25"], [datetime(2024, 2, 29, 5, 6, 7, 250_000)]),
        ("datetime", ["2024-02-29T05:06:07Z"], [datetime(2024, 2, 29, 5, 6, 7)]),
        ("datetime", ["2024-02-29 05:06+02:00"], [datetime(2024, 2, 29, 3, 6)]),
        ("datetime", ["2024-02-29 25:00", "29/02/2024", "yesterday", ""], [None] * 4),
    ],
)  # fmt: skip
def test_text_is_read_strictly_and_null_where_it_is_none(name, texts, expected):
    assert read(name, *texts).to_list() == expected


@pytest.mark.parametrize("name", READERS)
def test_null_stays_null_and_no_rows_have_the_type(name):
    assert read(name, None).to_list() == [None]
    assert read(name).dtype == read(name, None).dtype == TYPES[name]


@given(st.floats())
def test_every_float_is_read_as_it_was_written(value):
    assert str(read("float", repr(value))[0]) == str(value)


@given(st.integers(-(2**63), 2**63 - 1))
def test_every_whole_number_is_read_as_it_was_written(value):
    assert read("integer", str(value))[0] == value


@given(st.datetimes(datetime(1, 1, 1)))
def test_every_time_is_read_as_it_was_written(moment):
    assert read("datetime", moment.isoformat(), moment.isoformat(" ")).to_list() == [moment, moment]
