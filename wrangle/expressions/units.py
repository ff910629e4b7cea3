"""Units of measure: their spellings, and how one is turned into another.

The units that tables mostly hold stand here with exact factors; all others are asked of pint, which takes a while to
import.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import isclose
from typing import Any

import polars as pl

from wrangle.errors import WrangleError, did_you_mean


class UnitError(WrangleError, ValueError):
    """A unit is not known, or cannot be turned into another. The message names it and the closest known ones."""


@dataclass(frozen=True)
class Linear:
    """How a unit is read as the base of its dimension: `(value + offset) * factor`."""

    factor: float
    offset: float = 0.0


DIMENSIONS: Mapping[str, Mapping[str, Linear]] = {
    "temperature": {"degC": Linear(1), "degF": Linear(5 / 9, -32), "K": Linear(1, -273.15)},
    "speed": {
        "m/s": Linear(1),
        "kn": Linear(1852 / 3600),
        "mph": Linear(0.44704),
        "km/h": Linear(1 / 3.6),
        "ft/s": Linear(0.3048),
    },
    "pressure": {
        "hPa": Linear(1),
        "Pa": Linear(0.01),
        "kPa": Linear(10),
        "bar": Linear(1000),
        "atm": Linear(1013.25),
        "inHg": Linear(33.863886666667),
        "mmHg": Linear(1.333223684211),
        "psi": Linear(68.947572931683),
    },
    "length": {
        "m": Linear(1),
        "km": Linear(1000),
        "cm": Linear(0.01),
        "mm": Linear(0.001),
        "ft": Linear(0.3048),
        "in": Linear(0.0254),
        "yd": Linear(0.9144),
        "mi": Linear(1609.344),
        "nmi": Linear(1852),
    },
    "mass": {
        "kg": Linear(1),
        "g": Linear(0.001),
        "mg": Linear(1e-6),
        "t": Linear(1000),
        "lb": Linear(0.45359237),
        "oz": Linear(0.028349523125),
    },
    "time": {"s": Linear(1), "min": Linear(60), "h": Linear(3600), "d": Linear(86400)},
    "share": {"%": Linear(1), "fraction": Linear(100)},
}
"""Dimension -> unit -> how it is read. Factors are those of NIST SP 811 (2008), appendix B.8."""

SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "degC": ("c", "°c", "deg c", "celsius", "centigrade", "℃"),
    "degF": ("f", "°f", "deg f", "fahrenheit", "℉"),
    "K": ("kelvin", "degk", "°k"),
    "m/s": ("mps", "m s-1", "ms-1", "m/sec", "meter/second", "metre/second"),
    "kn": ("kt", "kts", "knot", "knots"),
    "mph": ("mi/h", "miles/hour", "mile/hour"),
    "km/h": ("kmh", "kph", "km h-1", "kmph"),
    "ft/s": ("fps",),
    "hPa": ("mb", "mbar", "millibar", "hectopascal"),
    "Pa": ("pascal",),
    "kPa": ("kilopascal",),
    "inHg": ("in hg", "in_hg", "inch_hg", "inches hg"),
    "mmHg": ("mm hg", "torr"),
    "atm": ("atmosphere",),
    "m": ("meter", "metre", "meters", "metres"),
    "km": ("kilometer", "kilometre", "kilometers", "kilometres"),
    "cm": ("centimeter", "centimetre"),
    "mm": ("millimeter", "millimetre", "millimeters", "millimetres"),
    "ft": ("foot", "feet", "'"),
    "in": ("inch", "inches", '"'),
    "yd": ("yard", "yards"),
    "mi": ("mile", "miles", "sm"),
    "nmi": ("nm", "nautical_mile", "nautical mile", "nautical miles"),
    "kg": ("kilogram", "kilograms"),
    "g": ("gram", "grams"),
    "mg": ("milligram", "milligrams"),
    "t": ("tonne", "tonnes"),
    "lb": ("lbs", "pound", "pounds"),
    "oz": ("ounce", "ounces"),
    "s": ("sec", "second", "seconds"),
    "min": ("minute", "minutes"),
    "h": ("hr", "hour", "hours"),
    "d": ("day", "days"),
    "%": ("percent", "pct", "per cent"),
    "fraction": ("ratio", "dimensionless"),
}
"""Unit -> other ways to write it, in lower case; case does not matter but where the unit itself is named."""


@cache
def known() -> Mapping[str, tuple[str, str]]:
    """Return spelling in lower case -> dimension and unit."""
    found: dict[str, tuple[str, str]] = {}
    for dimension, units in DIMENSIONS.items():
        for unit in units:
            found |= dict.fromkeys((unit.lower(), *SPELLINGS.get(unit, ())), (dimension, unit))
    return found


def find(unit: str) -> tuple[str, str] | None:
    """Return dimension and unit of a spelling; None where only pint may know it.

    Examples
    --------
    >>> find("°F"), find("kts"), find("furlong")
    (('temperature', 'degF'), ('speed', 'kn'), None)
    """
    return known().get(" ".join(unit.lower().split()))


def same_unit(one: str, other: str) -> bool:
    """Tell whether two names are of one unit.

    Examples
    --------
    >>> same_unit("celsius", "degC"), same_unit("degC", "K")
    (True, False)
    """
    if one == other:
        return True
    first, second = find(one), find(other)
    if first and second:
        return first == second
    try:
        return bool(_pint(one) == _pint(other))
    except UnitError:
        return False


def spellings(unit: str) -> Mapping[str, tuple[str, ...]]:
    """Return the units that can be turned into this one, each with all ways to write it, in lower case.

    Examples
    --------
    >>> sorted(spellings("K"))
    ['K', 'degC', 'degF']
    """
    found = find(unit)
    if found is None:
        return {unit: (unit.lower(),)}
    return {each: (each.lower(), *SPELLINGS.get(each, ())) for each in DIMENSIONS[found[0]]}


def convert(value: pl.Expr, from_: str, to: str) -> pl.Expr:
    """Return numbers in another unit.

    Raises
    ------
    UnitError
        A unit is not known, or they are of different dimensions.

    Examples
    --------
    >>> pl.DataFrame({"a": [32.0, 212.0]}).select(convert(pl.col("a"), "degF", "degC"))["a"].to_list()
    [0.0, 100.0]
    """
    first, second = find(from_), find(to)
    if first and second:
        if first[0] != second[0]:
            raise UnitError(f"{from_} ({first[0]}) cannot be turned into {to} ({second[0]})")
        units = DIMENSIONS[first[0]]
        return value if first == second else _between(value, units[first[1]], units[second[1]])
    factor, offset = _affine(from_, to)
    return value * factor + offset


def _between(value: pl.Expr, one: Linear, other: Linear) -> pl.Expr:
    base = (value + one.offset) * one.factor if one.offset else value * one.factor
    scaled = base / other.factor if other.factor != 1 else base
    return scaled - other.offset if other.offset else scaled


def _affine(from_: str, to: str) -> tuple[float, float]:
    """Return factor and offset between two units, as pint has them.

    Raises
    ------
    UnitError
        They are of different dimensions, or one of them is a logarithm.
    """
    target = _pint(to)
    sizes = [_pint(from_, size) for size in (0.0, 1.0, 2.0)]
    try:
        zero, one, two = (float(each.to(target.units).magnitude) for each in sizes)
    except Exception as error:  # pint's own errors share no class with a meaning
        raise UnitError(f"{_spoken(from_, sizes[1])} cannot be turned into {_spoken(to, target)}") from error
    if not isclose(two, 2 * one - zero, rel_tol=1e-9, abs_tol=1e-12):
        raise UnitError(f"{from_} cannot be turned into {to}: neither a factor nor an offset does that")
    return one - zero, zero


def _spoken(unit: str, quantity: Any) -> str:
    """Return a unit's name with its dimension."""
    dimension = str(quantity.dimensionality).replace("[", "").replace("]", "")
    return f"{unit or 'no unit'} ({dimension})"


@cache
def _registry() -> Any:
    import pint

    return pint.UnitRegistry(autoconvert_offset_to_baseunit=True)


def _pint(unit: str, size: float = 1.0) -> Any:
    registry = _registry()
    try:
        return registry.Quantity(size, (find(unit) or ("", unit))[1])
    except Exception as error:
        raise UnitError(f"{unit!r} is no unit: {did_you_mean(unit, known())}") from error


def hold(unit: str) -> str:
    """Return a unit's name as it is, if it is one.

    Raises
    ------
    UnitError
        It is none.
    """
    if find(unit) is None:
        _pint(unit)
    return unit
