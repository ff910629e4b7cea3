import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from wrangle.steps.types.parse_number import ParseNumber


def parsed(*texts, **options):
    frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)})
    return frame.select(ParseNumber(column="a", **options).express({})).to_series().to_list()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(number=st.decimals(-(10**9), 10**9, places=3))
def test_numbers_as_python_writes_them_with_thousands_are_read(number):
    assert parsed(f"{number:,}") == [float(number)]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(number=st.decimals(-(10**9), 10**9, places=3))
def test_a_decimal_comma_reads_the_same_numbers(number):
    text = f"{number:,}".replace(",", "_").replace(".", ",")
    assert parsed(text.replace("_", "."), decimal=",") == [float(number)]
    assert parsed(text.replace("_", "\u00a0"), decimal=",", thousands=" ") == [float(number)]


@pytest.mark.parametrize(("text", "value"), [
    ("-5", -5.0), ("\u22125", -5.0), ("(5)", -5.0), ("-$5", -5.0), ("$-5", -5.0), ("€ 5", 5.0), ("5 €", 5.0),
    ("+5", 5.0),
    ("5%", 0.05), ("2k", 2000.0), ("2K", 2000.0), ("1.5M", 1.5e6), ("2 bn", 2e9), ("2B", 2e9), (".5", 0.5), ("5.", 5.0),
    ("120 million", 1.2e8), ("3 billion", 3e9), ("2.5 thousand", 2500.0), ("0E0", 0.0), ("7.02608E+17", 7.02608e17),
    ("5.6564e-002", 0.056564), ("-9e-04", -9e-4), ("12e307", 12e307), ("1500e-3", 1.5),
    ("1e3", 1000.0), (" 5 ", 5.0), ("1,234,567", 1234567.0)])  # fmt: skip
def test_numbers_are_read_as_people_write_them(text, value):
    assert parsed(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "1,23",
        "12,3456",
        "1.2.3",
        "5 s",
        "5%%",
        "--5",
        "(5",
        "1 2",
        "k",
        "$",
        "1,,000",
        "(-5)",
        "(+5)",
        "1E464",
        "1e308",
        "703e23",
        "1E31B",
        "2e3%",
        "8e532b",
        "5 e3",
    ],
)
def test_what_is_no_number_has_no_answer(text):
    assert parsed(text) == [None]


@pytest.mark.parametrize("text", ["5 m", "5b", "5 BN", "5 mb", "5 Bn"])
def test_a_scale_in_another_spelling_is_more_likely_a_unit(text):
    assert parsed(text) == [None]


def test_nothing_may_stand_between_groups_where_told():
    assert parsed("1,234", "1234", thousands="") == [None, 1234.0]


@pytest.mark.parametrize("options", [{"decimal": ",", "thousands": ","}, {"decimal": ";"}, {"thousands": "x"}])
def test_signs_that_cannot_be_told_apart_are_refused(options):
    with pytest.raises(ValidationError):
        ParseNumber(column="a", **options)
