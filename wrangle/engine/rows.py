"""The rows of one batch on their way through a plan: what is left of them, and what became of the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import reduce

import polars as pl

from wrangle.engine.cells import Misfits
from wrangle.engine.late import Late
from wrangle.engine.ops import Op, Origin
from wrangle.engine.reasons import rejections
from wrangle.engine.tally import EXAMPLES, Tally
from wrangle.engine.unknown import Unknown


@dataclass
class Done:
    """What became of one batch."""

    rows: int
    last: int
    """The number after that of its last row."""
    tally: Tally = field(default_factory=Tally)
    clean: pl.DataFrame | None = None
    quarantine: pl.DataFrame | None = None
    asked: dict[int, pl.DataFrame] = field(default_factory=dict)
    """Position of an `AskOp` -> what its statistics read, of the rows that it sees."""
    keys: dict[int, pl.DataFrame] = field(default_factory=dict)
    lanes: dict[int, pl.Series] = field(default_factory=dict)
    """Lane -> how often each of its texts stood in the batch."""
    kept: dict[str, pl.Series] = field(default_factory=dict)
    """Raw column -> its texts as numbers, for the next pass."""


@dataclass
class Batch:
    """Rows on their way: what is left of them, who is marked to leave, and why."""

    raw: pl.DataFrame
    frame: pl.DataFrame
    done: Done
    marks: list[tuple[int, pl.Series]] = field(default_factory=list)
    """Position of an operation and the rows it rejected, which stay until the next barrier."""
    misfits: Misfits = field(default_factory=Misfits)
    found: list[pl.DataFrame] = field(default_factory=list)
    late: Late = field(default_factory=Late)
    unknown: Unknown = field(default_factory=Unknown)

    def settle(self, names: Collection[str]) -> None:
        """Have columns stand in the frame that are about to be read."""
        if columns := self.late.take(names):
            self.frame = self.frame.with_columns(columns)

    def reject(self, op: Op, read: pl.DataFrame, mask: pl.Series) -> None:
        """Mark rows; `read` holds the values that the operation saw."""
        self.mark(op, mask)
        self.note(op, rejections(op, read, mask))

    def mark(self, op: Op, mask: pl.Series) -> None:
        """Mark rows that are to leave."""
        self.marks.append((op.position, mask))
        self.misfits.note(op, mask)

    def note(self, op: Op, found: pl.DataFrame) -> None:
        """Count rows that break an operation; keep the reasons of those that it rejects."""
        if op.rejects:
            self.found.append(found)
        self.count(op.position, found)

    def count(self, position: int, found: pl.DataFrame) -> None:
        """Count rows that break an operation, or that the reader could not read whole; show the first few."""
        self.done.tally.broken[position] += found.height
        shown = found.head(EXAMPLES)
        self.done.tally.explain(position, (f"row {row}: {why}" for row, _, why in shown.iter_rows()))

    def count_unknown(self, check: Origin, rows: pl.Series | None) -> None:
        """Count rows that a check cannot call fine because a value could not be read."""
        if rows is not None and (count := int(rows.sum())):
            self.done.tally.unknown[check] += count

    def marked(self, before: int | None = None) -> pl.Series | None:
        """Return the rows rejected by operations before a position; None where there are none."""
        masks = [mask for position, mask in self.marks if before is None or position < before]
        return reduce(lambda one, other: one | other, masks) if masks else None

    def leave(self) -> None:
        """Let marked rows go."""
        mask = self.marked()
        if mask is not None:
            self.keep(~mask)
            self.marks.clear()
            self.misfits.clear()

    def keep(self, mask: pl.Series) -> None:
        """Let all other rows go."""
        self.frame = self.frame.filter(mask)
        self.late.filter(mask)
        self.unknown.filter(mask)
