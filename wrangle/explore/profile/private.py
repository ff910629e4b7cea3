"""Takes the values of the data out of a profile, for tables that tell of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wrangle.explore.profile.facts import ColumnProfile, Concern, Numbers, Texts, Times

SAID = {"column", "columns", "keys", "with", "method", "action", "otherwise", "to"}
"""Options of a step that hold no value of the data."""


def without_values(profile: Any) -> Any:
    """Return a profile that shows no value of the data: no example, no frequent, smallest, largest or odd value.

    Names of columns, counts, means, spreads, quantiles from 5 to 95 %, looks, units and formats stay; notes of
    the reader, which may quote lines, do not.

    Parameters
    ----------
    profile : wrangle.explore.profile.profile.Profile
    """
    columns = {name: _column(column) for name, column in profile.columns.items()}
    return replace(profile, values=False, columns=columns, notes=(), concerns=tuple(map(_concern, profile.concerns)))


def _concern(concern: Concern) -> Concern:
    step = {keyword: _options(options) for keyword, options in concern.step.items()}
    text = "numbers far from the middle half" if concern.kind == "outliers" else concern.text
    return replace(concern, text=text, examples=(), step=step)


def _options(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if name in SAID else "..." for name, value in options.items()}


def _column(column: ColumnProfile) -> ColumnProfile:
    return replace(
        column,
        missing=dict(column.missing),  # these are words of ours
        top=(),
        spellings=(),
        numbers=column.numbers and _numbers(column.numbers),
        times=column.times and _times(column.times),
        texts=column.texts and _texts(column.texts),
    )


def _numbers(numbers: Numbers) -> Any:
    quantiles = {level: value for level, value in numbers.quantiles.items() if 0.05 <= float(level) <= 0.95}
    return replace(numbers, min=None, max=None, low=None, high=None, quantiles=quantiles, edges=(), extremes=())


def _times(times: Times) -> Any:
    return replace(times, min="", max="", edges=())


def _texts(texts: Texts) -> Texts:
    shapes = [{**each, "example": ""} for each in texts.shapes]
    return replace(texts, shapes=shapes, odd=())
