"""Compares what two rule files make of the same data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import polars as pl

from wrangle.engine.data import Data
from wrangle.engine.ops import ROW
from wrangle.engine.passes import Progress
from wrangle.engine.pipeline import Pipeline
from wrangle.explore.diff.cells import ColumnChanges, aligned
from wrangle.explore.diff.checks import CheckChange, compared
from wrangle.explore.diff.fates import Fates, Moved, moved
from wrangle.explore.diff.models import MetricChange, models
from wrangle.explore.diff.side import Side, side
from wrangle.explore.shown import Shown
from wrangle.rulefile.read import load
from wrangle.schema import type_name

Rules = Pipeline | str | Path


@dataclass(frozen=True)
class Diff(Shown):
    """What changes when one rule file takes the place of another."""

    report: ClassVar[str] = "diff"

    old: str
    new: str
    rows: int
    """Rows read."""
    columns: tuple[ColumnChanges, ...]
    """Columns of both with another value or type in some cell."""
    rows_changed: int
    """Rows that leave both ways, with another value in a column of both."""
    rows_compared: int
    """Rows that leave both ways."""
    added: Mapping[str, str]
    """Columns that only the new rules make -> type."""
    removed: Mapping[str, str]
    """Columns that only the old rules make -> type."""
    reordered: bool
    """Whether columns of both stand in another order, or rows are sorted otherwise."""
    moved: tuple[Moved, ...]
    """Rows of which another thing becomes now."""
    dropped: tuple[Mapping[str, int], Mapping[str, int]]
    """Step -> rows that it drops, old and new."""
    checks: tuple[CheckChange, ...]
    failed: tuple[str, str]
    """Why the old and the new run fail; empty where they do not."""
    metrics: tuple[MetricChange, ...] = field(default=())
    """How the model's metrics change, where that was asked."""

    @property
    def same(self) -> bool:
        """Whether both make the same of the data: rows, columns, cells, and what the checks find."""
        rows = self.rows_changed or self.moved or self.failed[0] != self.failed[1]
        return not (rows or self.columns or self.added or self.removed or self.reordered or self.checks)

    @property
    def cells(self) -> int:
        """How many cells hold another value."""
        return sum(each.cells for each in self.columns)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values; values of the data that JSON has no sign for as text."""
        return {
            "old": self.old,
            "new": self.new,
            "same": self.same,
            "rows": self.rows,
            "rows_compared": self.rows_compared,
            "rows_changed": self.rows_changed,
            "cells": self.cells,
            "columns": [_column(each) for each in self.columns],
            "added": dict(self.added),
            "removed": dict(self.removed),
            "reordered": self.reordered,
            "moved": [
                {**asdict(each), "examples": [list(example) for example in each.examples]} for each in self.moved
            ],
            "dropped": {"old": dict(self.dropped[0]), "new": dict(self.dropped[1])},
            "checks": [_check(each) for each in self.checks],
            "failed": {"old": self.failed[0], "new": self.failed[1]},
            "metrics": [asdict(each) for each in self.metrics],
        }

    def __repr__(self) -> str:
        return f"Diff({self.old!r}, {self.new!r}: {'same' if self.same else f'{self.cells:,} cells differ'})"


def diff(
    old: Rules, new: Rules, data: Data = None, *, with_models: bool = False, progress: Progress | None = None
) -> Diff:
    r"""Run two rule files over the same data, and tell what differs: cells, rows, columns and checks.

    Both are fitted to the data, and read them side by side in bounded memory. Rows are the same where they have the
    same number in the input, however they are sorted when they leave.

    Parameters
    ----------
    old, new : Pipeline or path of a rule file
    data : frame, path or source, optional
        What both are run over; without it each reads its own `source`.
    with_models : bool
        Whether models are trained by both, with the same split and seed, and their metrics compared.
    progress : callable, optional
        Is told the number of rows compared so far.

    Raises
    ------
    RuleFileError, SourceError, SchemaError, StatisticError, RunFailedError, TrainingError
        One of both cannot be run; see the message.

    Examples
    --------
    >>> from wrangle.rulefile.read import read_text
    >>> old, new = (read_text(f"name: p\nclean: [clip: {{column: a, min: {least}}}]") for least in (0, 1))
    >>> found = diff(old, new, pl.DataFrame({"a": [-1, 0, 5]}))
    >>> found.cells, found.columns[0].examples
    (2, [(0, 0, 1), (1, 0, 1)])
    """
    one, other = (load(each) if isinstance(each, (str, Path)) else each for each in (old, new))
    names = [str(given) if isinstance(given, (str, Path)) else given.name for given in (old, new)]
    with side(one, data) as before, side(other, data) as after:
        found = _compared(before, after, progress)
    metrics = tuple(models(one, other, data)) if with_models else ()
    return Diff(old=names[0], new=names[1], **found, metrics=metrics)


def _compared(old: Side, new: Side, progress: Progress | None) -> dict[str, Any]:
    both = {
        name: ColumnChanges(name, type_name(dtype), type_name(new.schema[name]))
        for name, dtype in old.schema.items()
        if name in new.schema
    }
    before, after, changed, rows = Fates(), Fates(), 0, 0
    for end in _ends(old, new):
        one, other = old.take(end), new.take(end)
        before.clean(one[ROW], min(end, old.read))
        after.clean(other[ROW], min(end, new.read))
        here, differ = _cells(both, *aligned(one, other))
        rows, changed = rows + here, changed + differ
        if progress is not None:
            progress(end)
    for each in (old, new):
        each.finish()
    return {
        "rows": max(old.read, new.read),
        "columns": tuple(each for each in both.values() if each.changed),
        "rows_changed": changed,
        "rows_compared": rows,
        "added": {name: type_name(dtype) for name, dtype in new.schema.items() if name not in old.schema},
        "removed": {name: type_name(dtype) for name, dtype in old.schema.items() if name not in new.schema},
        "reordered": _reordered(old, new),
        "moved": tuple(moved(old, new, before, after)),
        "dropped": (old.dropped, new.dropped),
        "checks": tuple(compared(old.checks, new.checks)),
        "failed": (old.failed, new.failed),
    }


def _ends(old: Side, new: Side) -> Iterator[int]:
    """Advance the side that is behind; yield the number of rows up to which both are known, again and again."""
    end = 0
    while not (old.over and new.over):
        for each in (old, new):
            if not each.over and each.read <= end:
                each.advance()
        behind = [each.read for each in (old, new) if not each.over]
        end = min(behind) if behind else max(old.read, new.read)
        yield end


def _cells(both: Mapping[str, ColumnChanges], old: pl.DataFrame, new: pl.DataFrame) -> tuple[int, int]:
    """Compare rows that leave both ways; return how many there are, and how many differ."""
    if not old.height:
        return 0, 0
    masks = [changes.add(old[ROW], old[name], new[name]) for name, changes in both.items()]
    differ = pl.select(pl.any_horizontal(masks).sum()).item() if masks else 0
    return old.height, int(differ)


def _reordered(old: Side, new: Side) -> bool:
    """Tell whether columns of both stand in another order, or rows are sorted otherwise."""
    one, other = ([name for name in mine.schema if name in theirs.schema] for mine, theirs in ((old, new), (new, old)))
    return one != other or old.order != new.order


def _column(changes: ColumnChanges) -> dict[str, Any]:
    return {
        "name": changes.name,
        "old_type": changes.old_type,
        "new_type": changes.new_type,
        "cells": changes.cells,
        "nulls_made": changes.nulls_made,
        "nulls_filled": changes.nulls_filled,
        "examples": [{"row": row, "old": _plain(old), "new": _plain(new)} for row, old, new in changes.examples],
        "frequent": [
            {"old": _plain(old), "new": _plain(new), "cells": cells} for old, new, cells in changes.frequent()
        ],
    }


def _check(change: CheckChange) -> dict[str, Any]:
    sides = {"old": change.old, "new": change.new}
    return {"name": change.name, "said": str(change)} | {name: each and each.describe() for name, each in sides.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if abs(value) < float("inf") else str(value)
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)
