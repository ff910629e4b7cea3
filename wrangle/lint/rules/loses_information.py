"""Two steps on one column in an order in which the first takes from the second what it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from wrangle.engine.bind import Problem
from wrangle.engine.ops import ColumnOp, FrameOp, WindowOp
from wrangle.lint.subject import Subject, chapter_of
from wrangle.lint.trail import Point


@dataclass(frozen=True)
class Pair:
    """Two kinds of steps that should stand the other way round."""

    first: Callable[[Point], bool]
    second: Callable[[Point], bool]
    why: str
    help: str


def keyword(*names: str) -> Callable[[Point], bool]:
    """Return a test for steps of these names."""
    return lambda point: _keyword(point) in names


def of_chapter(*names: str) -> Callable[[Point], bool]:
    """Return a test for steps of these chapters of the catalogue that rewrite texts in place."""
    return lambda point: _chapter(point) in names and _rewrites_text(point)


PAIRS = (
    Pair(
        keyword("impute", "fill_constant", "fill_forward", "fill_backward"),
        keyword("null_values"),
        "has filled {column!r} before it is known what is missing there",
        "put `null_values` first: its texts and numbers count as values until then",
    ),
    Pair(
        keyword("canonicalize", "cluster_values", "lump_rare"),
        of_chapter("types"),
        "has rewritten {column!r} as text before it is read",
        "read values first, then write one name for all their spellings",
    ),
    Pair(
        keyword("impute"),
        of_chapter("types"),
        "has filled {column!r} before it is read: a mode of texts, not a mean of numbers",
        "read values first, then fill what is missing",
    ),
    Pair(
        keyword("lump_rare"),
        keyword("canonicalize", "cluster_values", "change_case"),
        "has counted the values of {column!r} before their spellings are one: rare ones are lost in its label",
        "put `lump_rare` after it",
    ),
    Pair(
        lambda point: _chapter(point) == "encode",
        lambda point: of_chapter("text", "categories")(point) and _keyword(point) != "lump_rare",  # `order` tells that
        "has encoded {column!r} before its spellings are one",
        "tidy the values first, then encode them",
    ),
    Pair(
        keyword("clip"),
        keyword("outliers"),
        "has cut {column!r} off before: what lay far out is at its ends, and no outlier any more",
        "look for outliers first, then clip",
    ),
    Pair(
        lambda point: isinstance(point.op, FrameOp),
        of_chapter("types", "text", "categories"),
        "has compared {column!r} before: rows that become equal here stay double",
        "put it after the steps that tidy its keys",
    ),
)
"""Which orders lose something, and what."""


def found(subject: Subject) -> Iterator[Problem]:
    """Yield steps that come too late after another one on the same column."""
    for later in subject.trail.steps():
        if not isinstance(later.op, ColumnOp):
            continue
        for name, which in later.works_on.items():
            for earlier in subject.trail.met(which, later.position):
                for pair in PAIRS:
                    if earlier.index != later.index and pair.first(earlier) and pair.second(later):
                        what = f"{subject.where(earlier)} {pair.why.format(column=name)}"
                        yield subject.finding(later, what, None, name, pair.help)


def _keyword(point: Point) -> str:
    step = getattr(point.op, "step", None)
    is_step = isinstance(point.op, (ColumnOp, FrameOp, WindowOp)) and step is not None
    return str(step.keyword()) if is_step and step is not None else ""


def _rewrites_text(point: Point) -> bool:
    """Tell whether a step rewrites one column in place, which is text as far as is known."""
    if not isinstance(point.op, ColumnOp) or not set(point.writes.values()) <= set(point.reads.values()):
        return False
    return isinstance(point.op.step.dtype(point.column), pl.String)


def _chapter(point: Point) -> str:
    step = getattr(point.op, "step", None)
    return chapter_of(step) if isinstance(point.op, ColumnOp) and step is not None else ""
