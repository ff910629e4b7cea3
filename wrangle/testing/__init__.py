"""Tries single steps and checks on a few rows: for examples, tests and the Python prompt.

`contract` gives all that a step or check of one's own must hold, for its tests.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from wrangle.engine.result import RunResult
from wrangle.rulefile.read import read_text
from wrangle.testing.holding import contract

__all__ = ["apply", "contract", "observed", "run"]


def apply(rule: str, **columns: Any) -> dict[str, list[Any]]:
    """Return the columns after one step or check.

    Parameters
    ----------
    rule : str
        One entry of `clean:` in YAML: `"trim: {columns: [a]}"`.
    **columns : sequence
        The values of each column.

    Raises
    ------
    RuleFileError
        The rule has faults.

    Examples
    --------
    >>> apply("clip: {column: a, max: 3}", a=[1, 5, None])
    {'a': [1, 3, None]}
    """
    return run(rule, pl.DataFrame({name: _series(name, values) for name, values in columns.items()})).clean.to_dict(
        as_series=False
    )


def observed(check: str, **columns: Any) -> tuple[bool, str]:
    """Return whether a check on the table succeeds, and what it saw.

    Parameters
    ----------
    check : str
        One entry of `expect:` in YAML: `"row_count: {min: 2}"`.
    **columns : sequence
        The values of each column.

    Raises
    ------
    RuleFileError
        The check has faults.

    Examples
    --------
    >>> observed("row_count: {min: 2}", a=[1])
    (False, '1 row, not at least 2')
    """
    pipeline = read_text(f"name: trial\nexpect:\n  - {check}\n")
    checks = tuple(each.model_copy(update={"otherwise": "warn"}) for each in pipeline.checks)
    frame = pl.DataFrame({name: _series(name, values) for name, values in columns.items()})
    found = replace(pipeline, checks=checks).run(frame).checks
    return found["success"].item(), found["examples"][0][0]


def run(rule: str, frame: pl.DataFrame, section: str = "clean") -> RunResult:
    """Run one step, or with `section="expect"` one check, over a frame."""
    indented = rule.replace("\n", "\n    ")
    result: RunResult = read_text(f"name: trial\n{section}:\n  - {indented}\n").run(frame)
    return result


def _series(name: str, values: Any) -> pl.Series:
    return values if isinstance(values, pl.Series) else pl.Series(name, values)
