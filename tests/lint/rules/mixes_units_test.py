import pytest
from linted import linted, named

CELSIUS, FAHRENHEIT, SHARE = (f"{{type: float, unit: {unit}}}" for unit in ("degC", "degF", "'%'"))
CONTRACT = f"columns: {{c: {CELSIUS}, f: {FAHRENHEIT}, h: {SHARE}, n: float}}"


@pytest.mark.parametrize(
    "step",
    [
        "derive: {z: c - f}",
        "filter: c > f",
        "derive: {z: 'COALESCE(c, f)'}",
        "derive: {z: 'dew_point(f, h)'}",
        "derive: {z: 'dew_point(c, h) - f'}",
        "derive: {z: n, where: c BETWEEN n AND f}",
        "convert_units: {column: c, from: degF, to: K}",
    ],
)
def test_what_is_mixed_is_found(step):
    assert named(step, contract=CONTRACT) == [("mixes_units", 3)]


@pytest.mark.parametrize(
    "step",
    [
        "derive: {z: c - n}",
        "derive: {z: c - (f - 32) * 5 / 9}",
        "filter: c > 3 AND f > 60",
        "derive: {z: 'dew_point(c, h) - c'}",
        "derive: {z: c * h}",
        "convert_units: {column: c, from: celsius, to: K}",
    ],
)
def test_what_is_of_one_unit_or_of_none_is_not(step):
    assert named(step, contract=CONTRACT) == []


def test_a_conversion_before_counts_and_is_advised():
    assert named("convert_units: {column: f, from: degF, to: degC}", "derive: {z: c - f}", contract=CONTRACT) == []
    ((_, _, what),) = linted("derive: {z: c - f}", contract=CONTRACT)
    assert what == "derive: 'c' is in degC, and 'f' in degF: they are added or compared as they are"
