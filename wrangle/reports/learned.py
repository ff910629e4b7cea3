"""What the steps and checks of a pipeline learned from the training data, as small tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from wrangle.checks.base import Check
from wrangle.engine.pipeline import Pipeline
from wrangle.steps.base import Learned, Step

ROWS = 20
"""Rows of a table that are shown."""


def learned_tables(pipeline: Pipeline, learned: Mapping[int, Learned]) -> list[dict[str, Any]]:
    r"""Return what each step and check learned from data, as plain JSON values; steps that learn nothing are left out.

    Parameters
    ----------
    pipeline : Pipeline
    learned : mapping
        Place among the steps and, after them, the checks -> what was learned: `FittedPipeline.learned`.

    Returns
    -------
    list of dict
        `step`, `title`, `columns`, `rows` (at most `ROWS`) and `more`, the number of rows left out.

    Examples
    --------
    >>> from wrangle.rulefile.read import read_text
    >>> rules = read_text("name: p\nclean: [impute: {column: a, with: mean}]")
    >>> fitted = rules.fit(pl.DataFrame({"a": [1.0, None, 3.0]}))
    >>> learned_tables(fitted.pipeline, fitted.learned)[0]["rows"]
    [['a', 2.0]]
    """
    found: list[dict[str, Any]] = []
    for index, values in sorted(learned.items()):
        every: list[Step | Check] = [*pipeline.steps, *pipeline.checks]
        step = every[index]
        if step.training() if isinstance(step, Check) else step.statistics():
            name = f"{index + 1}. {step.keyword()}"
            found += [{"step": name} | table for table in _tables("", values)]
    return found


def _tables(title: str, value: Any) -> Iterator[dict[str, Any]]:
    """Yield tables of a learned value: frames as they are, other things by their names."""
    if isinstance(value, pl.DataFrame):
        rows = [[_cell(each) for each in row] for row in value.head(ROWS).iter_rows()]
        yield _table(title, value.columns, rows, value.height)
    elif isinstance(value, Mapping):
        plain = {
            name: each for name, each in value.items() if not isinstance(each, (Mapping, list, tuple, pl.DataFrame))
        }
        if plain:
            rows = [[str(name), _cell(each)] for name, each in plain.items()]
            yield _table(title, ["name", "value"], rows[:ROWS], len(rows))
        for name, each in value.items():
            if name not in plain:
                yield from _tables(f"{title}, {name}" if title else str(name), each)
    elif isinstance(value, (list, tuple)) and value:
        yield _table(title, ["value"], [[_cell(each)] for each in value[:ROWS]], len(value))


def _table(title: str, columns: list[str], rows: list[list[Any]], total: int) -> dict[str, Any]:
    return {"title": title, "columns": columns, "rows": rows, "more": total - len(rows)}


def _cell(value: Any) -> Any:
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
