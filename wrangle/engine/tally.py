"""Counts what happened to cells and rows, part by part; tallies of parts are merged in the order of the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from wrangle.engine.ops import Origin
from wrangle.engine.ways import Ways

EXAMPLES = 5
"""How many examples are kept of each change and of each reason."""

Cell = tuple[int, str]
"""An operation's position and the column it wrote."""

Change = tuple[str | None, str | None]
"""A cell before and after, as text."""


@dataclass
class Tally:
    """Counts by the position of the operation in the plan."""

    cells: dict[Cell, Counter[str]] = field(default_factory=dict)
    """Kind of change -> number of cells."""
    changes: dict[Cell, list[Change]] = field(default_factory=dict)
    """The first few different changes."""
    dropped: Counter[int] = field(default_factory=Counter)
    """Rows that a row or frame step dropped."""
    broken: Counter[int] = field(default_factory=Counter)
    """Rows that broke a check or did not fit a step, whatever became of them."""
    applied: Counter[int] = field(default_factory=Counter)
    """Rows that a check applied to."""
    unknown: Counter[Origin] = field(default_factory=Counter)
    """Rows that a check cannot call fine because a value could not be read."""
    ways: dict[int, Ways] = field(default_factory=dict)
    """How often a step came by its answer in which way, where it has several."""
    reasons: dict[int, list[str]] = field(default_factory=dict)
    """The first few broken rows, each as a sentence."""

    def count(self, cell: Cell, kinds: dict[str, int]) -> None:
        """Add numbers of cells."""
        self.cells.setdefault(cell, Counter()).update(kinds)

    def show(self, cell: Cell, changes: Iterable[Change]) -> None:
        """Add changes as examples, each once, up to `EXAMPLES`."""
        kept = self.changes.setdefault(cell, [])
        for change in changes:
            if len(kept) < EXAMPLES and change not in kept:
                kept.append(change)

    def explain(self, position: int, reasons: Iterable[str]) -> None:
        """Add reasons as examples, up to `EXAMPLES`."""
        kept = self.reasons.setdefault(position, [])
        kept.extend(list(reasons)[: EXAMPLES - len(kept)])

    def add(self, later: Tally) -> None:
        """Take in the tally of the rows that come next.

        Examples
        --------
        >>> whole = Tally(dropped=Counter({3: 1}))
        >>> whole.add(Tally(dropped=Counter({3: 2})))
        >>> whole.dropped[3]
        3
        """
        for cell, kinds in later.cells.items():
            self.count(cell, dict(kinds))
        for cell, changes in later.changes.items():
            self.show(cell, changes)
        for position, ways in later.ways.items():
            self.ways.setdefault(position, Ways()).merge(ways)
        for position, reasons in later.reasons.items():
            self.explain(position, reasons)
        self.dropped.update(later.dropped)
        self.broken.update(later.broken)
        self.applied.update(later.applied)
        self.unknown.update(later.unknown)
