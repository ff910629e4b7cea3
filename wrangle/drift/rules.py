"""Runs raw records through the rules as they are served, and counts what each rule does to each column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from wrangle.engine.batch import Pass, Worker
from wrangle.engine.fitted import FittedPipeline
from wrangle.engine.ops import ROW, AskOp, CheckOp, ColumnOp, FrameOp, KeyOp, Op, Plan, RowOp, WaitOp, WindowOp
from wrangle.engine.plan import Request, resolve
from wrangle.engine.reasons import looked_at
from wrangle.engine.rows import Done
from wrangle.errors import NotFittedError

KINDS = {"changed": "changed", "nulls_made": "made", "nulls_filled": "filled", "misfits": "misfit"}
"""What a rule may do to a cell, and what the audit calls it."""
RATES = (*KINDS, "rejected")
"""What is counted of each rule and column, against `cells`: those that came to it."""
EXAMPLES = 5

Rule = tuple[str, str]
"""A rule's label, as the audit has it, and the column that it writes or looks at; empty for rows as a whole."""


@dataclass
class Hits:
    """How often each rule did what; hits of further rows can be added."""

    rows: int = 0
    rules: dict[Rule, Counter[str]] = field(default_factory=dict)
    examples: dict[Rule, list[tuple[str | None, str | None]]] = field(default_factory=dict)
    """The first few different changes of a rule."""
    reasons: dict[Rule, list[str]] = field(default_factory=dict)
    """The first few rejections, in words."""

    def add(self, later: Hits) -> None:
        """Take in the hits of further rows."""
        self.rows += later.rows
        for rule, counts in later.rules.items():
            self.rules.setdefault(rule, Counter()).update(counts)
        _take(self.examples, later.examples)
        _take(self.reasons, later.reasons)

    def describe(self) -> dict[str, Any]:
        """Return label -> columns -> counts, as plain JSON values, without what never happened."""
        found: dict[str, Any] = {}
        for (label, column), counts in self.rules.items():
            some = {name: count for name, count in counts.items() if count}
            found.setdefault(label, {"columns": {}})["columns"][column] = some
        return found

    @classmethod
    def of(cls, described: Mapping[str, Any], rows: int) -> Hits:
        """Return what `describe` told."""
        columns = (
            (label, name, counts) for label, each in described.items() for name, counts in each["columns"].items()
        )
        return cls(rows, {(label, name): Counter(counts) for label, name, counts in columns})


def _take(mine: dict[Rule, list[Any]], later: Mapping[Rule, list[Any]]) -> None:
    for rule, some in later.items():
        kept = mine.setdefault(rule, [])
        kept += [each for each in some if each not in kept][: EXAMPLES - len(kept)]


@dataclass(frozen=True)
class Ran:
    """What became of some raw records."""

    clean: pl.DataFrame
    """(records that were not rejected, clean columns + `__row`)."""
    hits: Hits
    rejected: Mapping[str, int]
    """Label -> records that it rejected."""


class Rules:
    r"""A fitted pipeline as it is served, with its audit. Steps `at: training` are left out.

    Examples
    --------
    >>> from wrangle.rulefile.read import read_text
    >>> fitted = read_text("name: p\nclean: [clip: {column: a, min: 0}]").fit(pl.DataFrame({"a": [1.0]}))
    >>> ran = Rules(fitted).run(pl.DataFrame({"a": [-1.0, 2.0]}))
    >>> ran.hits.describe()
    {'clip': {'columns': {'a': {'cells': 2, 'changed': 1}}}}
    """

    def __init__(self, fitted: FittedPipeline) -> None:
        plan = resolve(Request(fitted.pipeline, fitted.schema, fitted.learned, serving=True))
        if any(isinstance(op, (AskOp, WaitOp)) for op in plan.ops):
            raise NotFittedError(f"the pipeline {fitted.pipeline.name!r} is not fitted: call `fit` first")
        self.plan: Plan = plan
        self.schema = pl.Schema({name: info.dtype or pl.String() for name, info in fitted.schema.items()})
        """Raw column -> its type."""
        self._labels = {op.position: op.origin.label for op in plan.ops}
        output = tuple(dict.fromkeys((*plan.after, ROW)))
        self._worker = Worker(Pass(plan.ops, tuple(self.schema), output=output, labels=self._labels, audit=True))
        self._rules = [(op, rule) for op in plan.ops for rule in _rules(op)]

    def run(self, raw: pl.DataFrame) -> Ran:
        """Take raw records through the rules.

        Parameters
        ----------
        raw : polars.DataFrame, (rows, raw columns of the types of the schema)
        """
        numbered = raw.select(self.schema.names()).with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias(ROW))
        done = self._worker.run(numbered, frozenset(self._labels))
        assert done.clean is not None
        return Ran(done.clean, self._hits(done, raw.height), _rejected(done))

    def _hits(self, done: Done, rows: int) -> Hits:
        found, tally = Hits(rows), done.tally
        for op, rule in self._rules:
            label, column = rule
            counts = found.rules.setdefault(rule, Counter())
            counts["cells"] += rows
            if column in op.writes:
                cells: Mapping[str, int] = tally.cells.get((op.position, column), {})
                counts.update({name: cells.get(kind, 0) for name, kind in KINDS.items()})
                found.examples.setdefault(rule, []).extend(tally.changes.get((op.position, column), ()))
            if not op.writes or column == op.writes[0]:
                broken = tally.broken[op.position] if op.rejects else tally.dropped[op.position]
                counts["rejected"] += broken
                found.reasons.setdefault((label, column), []).extend(tally.reasons.get(op.position, ()))
        return found

    def sources(self) -> dict[str, frozenset[str]]:
        """Return each clean column -> the raw columns that it is made of, as far as can be told."""
        return sources_of(self.plan, self.schema)


def sources_of(plan: Plan, raw: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return each column that leaves a plan -> the raw columns that it is made of, as far as can be told.

    Parameters
    ----------
    plan : Plan
    raw : iterable of str
        The raw columns.
    """
    made: dict[str, frozenset[str]] = {name: frozenset({name}) for name in raw}
    for op in plan.ops:
        layout = getattr(op, "layout", None)
        if layout is not None:
            made = {new: made.get(old, frozenset()) for new, old in layout.items()}
        reads = frozenset().union(*(made.get(name, frozenset()) for name in op.reads))
        made |= {name: reads | made.get(name, frozenset()) for name in op.writes}
    return {name: made.get(name, frozenset()) for name in plan.after}


def _rules(op: Op) -> Iterator[Rule]:
    label = op.origin.label
    if isinstance(op, (ColumnOp, WindowOp)):
        yield from ((label, name) for name in op.writes)
    elif isinstance(op, (CheckOp, RowOp, FrameOp, KeyOp)):
        looked = looked_at(op)
        yield label, looked[0] if len(looked) == 1 else ""


def _rejected(done: Done) -> dict[str, int]:
    if done.quarantine is None:
        return {}
    by = done.quarantine["_rejected_by"].list.unique().explode().drop_nulls()
    return dict(by.alias("by").value_counts(name="n").sort("by").iter_rows())
