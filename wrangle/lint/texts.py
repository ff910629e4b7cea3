"""Tells whether a text can stand in a column at a point of a pipeline, by trying the steps before on texts.

No step is known by name: a step is taken at its word where writing a text twice is writing it once. What cannot be
told (a step that is yet to learn, a text made of several columns) counts as possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl
from pydantic import BaseModel

from wrangle.engine.ops import CheckOp, ColumnOp
from wrangle.errors import WrangleError
from wrangle.lint.trail import Point, Trail

MOST = 500
"""The most texts of a step's own options that are tried."""

Answers = Mapping[str | None, str | None]


@dataclass
class Texts:
    """What texts the columns of a trail can hold."""

    trail: Trail
    known: dict[tuple[Point, int], Writer] = field(default_factory=dict)
    asked: dict[tuple[str, int, int], Point | None] = field(default_factory=dict)

    def ruled_out(self, text: str, which: int, before: int) -> Point | None:
        """Return the operation that keeps a text out of a column before a position; None where it may be there.

        Parameters
        ----------
        text : str
            A whole cell.
        which : int
            The column, as the trail counts them.
        before : int
            A position among the operations.
        """
        makers = self.trail.makers(which, before)
        if not makers:
            return None
        asked = (text, which, makers[-1].position)
        if asked not in self.asked:
            self.asked[asked] = self._by(makers[-1], text, which)
        return self.asked[asked]

    def _by(self, point: Point, text: str, which: int) -> Point | None:
        """Return the operation, this one or an earlier one, that keeps a text out of a column."""
        if isinstance(point.op, CheckOp):
            return point if _refuses(point.op, text) else self.ruled_out(text, which, point.position)
        writer = self.writer(point, which)
        if not writer.is_plain or not writer.is_settled(text):
            return None
        found: Point | None = point
        for source in writer.sources(text):
            found = None if source is None else self.ruled_out(source, writer.source, point.position)
            if found is None:
                return None
        return found

    def look_at(self, texts: Iterable[str], which: int, before: int) -> None:
        """Try many texts at once on the steps before a position, so that each of them is quickly answered for."""
        wanted = list(texts)
        while makers := self.trail.makers(which, before):
            point = makers[-1]
            before = point.position
            if isinstance(point.op, ColumnOp):
                writer = self.writer(point, which)
                if not writer.is_plain:
                    return
                writer.try_(wanted)
                writer.try_([writer.answers.get(each) for each in wanted])
                which = writer.source

    def writer(self, point: Point, which: int) -> Writer:
        """Return what a step makes of texts for a column."""
        return self.known.setdefault((point, which), Writer(point, which))

    def is_open(self, which: int, before: int) -> bool:
        """Tell whether a column can hold texts that no step names."""
        return any(self.ruled_out(text, which, before) is None for text in ("xqx", "XQX", "Xqx"))


@dataclass(eq=False)
class Writer:
    """One step that rewrites texts."""

    point: Point
    which: int
    answers: dict[str | None, str | None] = field(default_factory=dict)

    @cached_property
    def making(self) -> tuple[str, pl.Expr] | None:
        """The one column that is read, and the expression; None where there are several, or it is not yet known."""
        return self.point.making(self.which)

    @cached_property
    def own(self) -> list[str]:
        """The texts in the step's own options."""
        assert isinstance(self.point.op, ColumnOp)
        return literals(self.point.op.step)

    @cached_property
    def is_plain(self) -> bool:
        """Whether the step makes one text of one text by what is known now."""
        return self.making is not None and self.try_([None, "", "x"])

    @property
    def source(self) -> int:
        """The column that is read, as the trail counts them."""
        assert self.making is not None
        return self.point.reads[self.making[0]]

    def try_(self, texts: Iterable[str | None]) -> bool:
        """Note what the step makes of texts; False where it cannot, or makes no texts."""
        assert self.making is not None
        assert isinstance(self.point.op, ColumnOp)
        column, expression = self.making
        wanted = [text for text in dict.fromkeys(texts) if text not in self.answers]
        if not wanted:
            return True
        try:
            made = pl.DataFrame({column: wanted}, schema={column: pl.String}).select(expression).to_series()
        except (pl.exceptions.PolarsError, WrangleError):
            return False
        if made.dtype != pl.String:
            return False
        keeps = self.point.op.otherwise == "keep"
        found = zip(wanted, made.to_list(), strict=True)
        self.answers |= {text: text if new is None and keeps else new for text, new in found}
        return True

    def made_of(self, text: str | None) -> str | None:
        """Return what the step writes for a text."""
        if text not in self.answers:
            self.try_([text])
        return self.answers.get(text)

    def is_settled(self, text: str) -> bool:
        """Tell whether what is written for a text stays as it is when it is written again."""
        made = self.made_of(text)
        return made is None or self.made_of(made) == made

    def sources(self, text: str) -> Iterator[str | None]:
        """Yield texts (or null) for which the step writes a text; the text itself where some rows are left alone."""
        assert isinstance(self.point.op, ColumnOp)
        if self.made_of(text) == text or (self.point.op.where is not None and self.source == self.which):
            yield text
        tried = [None, *variants(text), *_inserted(text), *self.own]
        self.try_(tried)
        yield from (each for each in dict.fromkeys(tried) if each != text and self.answers.get(each) == text)


def variants(text: str) -> tuple[str, ...]:
    """Return a text in other cases.

    Examples
    --------
    >>> variants("Oslo S")
    ('oslo s', 'OSLO S', 'Oslo S')
    """
    return tuple(dict.fromkeys((text.lower(), text.upper(), text.title())))


def _inserted(text: str) -> Iterator[str]:
    """Yield the text with itself inside: what is left where a step takes the inner one out."""
    yield from (text[:place] + text + text[place:] for place in range(min(len(text), 20)))


def literals(model: BaseModel) -> list[str]:
    """Return the texts that stand in the options of a step, keys among them.

    Examples
    --------
    >>> from wrangle.catalogue import operation
    >>> literals(operation("steps", "null_values")(values=["NA", "-"]))
    ['always', 'NA', '-']
    """
    found: dict[str, None] = {}
    waiting: list[Any] = [getattr(model, option) for option in type(model).model_fields]
    while waiting and len(found) < MOST:
        value = waiting.pop(0)
        if isinstance(value, str):
            found[str(value)] = None
        elif isinstance(value, Mapping):
            waiting[:0] = [part for entry in value.items() for part in entry]
        elif isinstance(value, (list, tuple)):
            waiting[:0] = value
    return list(found)


def _refuses(op: CheckOp, text: str) -> bool:
    """Tell whether a check rejects the rows that hold a text."""
    if len(op.reads) != 1:
        return False
    frame = pl.DataFrame({next(iter(op.reads)): [text]})
    try:
        return bool(frame.select(op.mask).to_series()[0])
    except pl.exceptions.PolarsError:
        return False
