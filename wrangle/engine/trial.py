"""Runs the examples of a rule file: its unit tests."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wrangle.engine.fitted import FittedPipeline
from wrangle.engine.pipeline import Example
from wrangle.errors import RecordRejectedError, WrangleError


@dataclass(frozen=True)
class Trial:
    """What became of one example: `faults` is empty where it holds."""

    example: Example
    faults: tuple[str, ...]


def trials(fitted: FittedPipeline) -> list[Trial]:
    r"""Run every example of a pipeline.

    Examples
    --------
    >>> import polars as pl
    >>> from wrangle.rulefile.read import read_text
    >>> rules = "name: p\nclean: [clip: {column: a, min: 0}]\nexamples: [{given: {a: -1}, then: {a: 1}}]"
    >>> [trial.faults for trial in trials(read_text(rules).fit(pl.DataFrame({"a": [1.0]})))]
    [('a is 0.0, not 1',)]
    """
    return [Trial(example, tuple(_faults(fitted, example))) for example in fitted.pipeline.examples]


def _faults(fitted: FittedPipeline, example: Example) -> list[str]:
    try:
        record = fitted.record(example.given)
    except RecordRejectedError as error:
        return [] if example.then is None else [str(error)]
    except WrangleError as error:
        return [str(error)]
    if example.then is None:
        return ["the record was not rejected"]
    return [fault for name, wanted in example.then.items() if (fault := _fault(name, wanted, record))]


def _fault(name: str, wanted: Any, record: Mapping[str, Any]) -> str:
    if name not in record:
        return f"there is no column {name}: there are {', '.join(record)}"
    got = record[name]
    return "" if _same(got, wanted) else f"{name} is {got!r}, not {wanted!r}"


def _same(got: Any, wanted: Any) -> bool:
    """Tell whether a value is the wanted one: numbers to 9 digits, times also as ISO text."""
    if isinstance(got, float) and isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        return math.isclose(got, wanted, rel_tol=1e-9, abs_tol=1e-9) or (math.isnan(got) and math.isnan(wanted))
    if isinstance(got, datetime) and isinstance(wanted, str):
        return got == _time(wanted)
    if isinstance(got, date) and isinstance(wanted, str):
        return got.isoformat() == wanted
    return bool(got == wanted)


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
