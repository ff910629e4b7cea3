import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrangle.expressions.units import (
    DIMENSIONS,
    SPELLINGS,
    UnitError,
    convert,
    find,
    hold,
    known,
    same_unit,
    spellings,
)

PAIRS = [(one, other) for units in DIMENSIONS.values() for one in units for other in units]


def converted(value, from_, to):
    return pl.DataFrame({"a": [value]}).select(convert(pl.col("a"), from_, to))["a"][0]


@pytest.mark.parametrize(
    ("value", "from_", "to", "expected"),
    [
        (32.0, "degF", "degC", 0.0),
        (-40.0, "degC", "degF", -40.0),
        (0.0, "K", "degF", -459.67),
        (10.0, "kn", "m/s", 5.144444444444),
        (1.0, "mph", "km/h", 1.609344),
        (29.92, "inHg", "hPa", 1013.2075),
        (1.0, "in", "mm", 25.4),
        (0.5, "fraction", "%", 50.0),
        (90.0, "min", "h", 1.5),
    ],
)
def test_quantities_are_what_the_tables_say(value, from_, to, expected):
    assert converted(value, from_, to) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_our_factors_are_pints(one, other):
    import pint

    registry = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    names = {"inHg": "inch_Hg", "fraction": "dimensionless", "nmi": "nautical_mile", "kn": "knot"}
    expected = registry.Quantity(7.5, names.get(one, one)).to(names.get(other, other)).magnitude
    assert converted(7.5, one, other) == pytest.approx(expected, rel=1e-6)


@given(st.sampled_from(PAIRS), st.floats(-1e6, 1e6))
def test_there_and_back_is_the_same(pair, value):
    one, other = pair
    assert converted(converted(value, one, other), other, one) == pytest.approx(value, rel=1e-9, abs=1e-6)


def test_a_unit_to_itself_changes_no_bit():
    assert converted(0.1 + 0.2, "degF", "fahrenheit") == 0.1 + 0.2


def test_a_spelling_stands_for_one_unit():
    written = [spelling for unit in SPELLINGS for spelling in SPELLINGS[unit]]
    assert len(written) == len(set(written)), "a spelling of two units"
    assert {unit for units in DIMENSIONS.values() for unit in units} >= set(SPELLINGS)
    assert all(spelling == spelling.lower() for spelling in known())


def test_units_are_found_by_any_spelling_in_any_case():
    assert find("  Deg  F ") == find("degF") == ("temperature", "degF")
    assert same_unit("KTS", "knots")
    assert not same_unit("degC", "degF")
    assert "kt" in spellings("m/s")["kn"]


def test_a_unit_of_another_dimension_is_refused():
    with pytest.raises(UnitError, match=r"degC \(temperature\) cannot be turned into m \(length\)"):
        convert(pl.col("a"), "degC", "m")


def test_other_units_are_asked_of_pint():
    assert converted(1.0, "furlong", "m") == pytest.approx(201.168, rel=1e-4)
    assert hold("furlong") == "furlong"


def test_what_is_no_unit_is_refused_with_the_closest():
    with pytest.raises(UnitError, match="'degZ' is no unit: did you mean"):
        hold("degZ")
