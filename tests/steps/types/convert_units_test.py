import math

import pint
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from wrangle.steps.types.convert_units import ConvertUnits

UNITS = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)


def converted(values, dtype, **options):
    if "from_" in options:
        options["from"] = options.pop("from_")
    step = ConvertUnits.model_validate({"column": "a", **options}).typed({"a": dtype})
    return pl.DataFrame({"a": pl.Series(values, dtype=dtype)}).select(step.express({})).to_series().to_list()


@pytest.mark.parametrize(("one", "other"), [
    ("degF", "degC"), ("K", "degF"), ("kn", "m/s"), ("mph", "km/h"), ("inHg", "hPa"),
    ("in", "mm"), ("ft", "m")])  # fmt: skip
@settings(max_examples=15, deadline=None, derandomize=True)
@given(number=st.floats(-1e4, 1e4))
def test_numbers_are_converted_as_pint_does(one, other, number):
    name = {"kn": "knot", "inHg": "inch_Hg_32F"}.get(one, one)
    wanted = UNITS.Quantity(number, name).to(other).magnitude
    (found,) = converted([number], pl.Float64(), from_=one, to=other)
    assert found == pytest.approx(wanted, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize(("one", "other"), [("degF", "degC"), ("kn", "m/s"), ("in", "mm")])
@settings(max_examples=20, deadline=None, derandomize=True)
@given(number=st.floats(-1e6, 1e6))
def test_there_and_back_is_the_same(one, other, number):
    there = converted([number], pl.Float64(), from_=one, to=other)
    assert converted(there, pl.Float64(), from_=other, to=one)[0] == pytest.approx(number, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(("text", "value"), [
    ("50 F", 10.0), ("50F", 10.0), ("50 °F", 10.0), ("21,5 °C", 21.5), ("-3 degC", -3.0), ("273.15 K", 0.0),
    (" 1e1 c ", 10.0), ("+5 C", 5.0), ("50 F ", 10.0), ("5\tC\t", 5.0), ("21,5 C  ", 21.5)])  # fmt: skip
def test_text_may_carry_its_unit(text, value):
    (found,) = converted([text], pl.String(), to="degC")
    assert found == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("text", ["warm", "5", "5 kn", "5 F C", "", "F", "1.2.3 C"])
def test_text_that_is_no_quantity_of_the_kind_has_no_answer(text):
    assert converted([text, None], pl.String(), to="degC") == [None, None]


def test_text_without_unit_is_in_from():
    assert converted(["5", "41 F"], pl.String(), from_="degC", to="degC") == pytest.approx([5.0, 5.0])


def test_nan_and_null_stay_and_infinities_stay_infinite():
    found = converted([math.nan, None, math.inf], pl.Float64(), from_="degF", to="degC")
    assert math.isnan(found[0])
    assert found[1:] == [None, math.inf]


def test_the_written_column_has_the_unit_wanted():
    assert ConvertUnits.model_validate({"column": "a", "to": "degC"}).units() == {"a": "degC"}
    assert ConvertUnits.model_validate({"column": "a", "to": "degC", "into": "b"}).units() == {"b": "degC"}


@pytest.mark.parametrize("options", [{"to": "colour"}, {"to": "m", "from": "degC"}])
def test_units_that_do_not_fit_are_refused(options):
    with pytest.raises((ValidationError, ValueError)):
        ConvertUnits.model_validate({"column": "a", **options})


@pytest.mark.parametrize(
    ("unit", "to", "said"),
    [
        ("", "degC", r"no unit \(dimensionless\) cannot be turned into degC \(temperature\)"),
        ("furlong", "degC", r"furlong \(length\) cannot be turned into degC \(temperature\)"),
        ("radian", "degC", r"radian \(dimensionless\) cannot be turned into degC \(temperature\)"),
        ("degC", "furlong", r"degC \(temperature\) cannot be turned into furlong \(length\)"),
        ("furlong*degC", "m", r"furlong\*degC \(length \* temperature\) cannot be turned into m \(length\)"),
        ("dBm", "W", "dBm cannot be turned into W: neither a factor nor an offset does that"),
    ],
)
def test_a_unit_of_another_dimension_that_only_pint_knows_is_refused(unit, to, said):
    with pytest.raises(ValidationError, match=said):
        ConvertUnits.model_validate({"column": "a", "from": unit, "to": to})
