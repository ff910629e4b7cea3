"""A spelling, or a null token, that an earlier step has dealt with already."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.engine.bind import Problem
from wrangle.engine.ops import ColumnOp
from wrangle.lint.spellings import by_key, earlier_maps, key, maps, names_in
from wrangle.lint.subject import Subject
from wrangle.lint.texts import Writer
from wrangle.lint.trail import Point


def found(subject: Subject) -> Iterator[Problem]:
    """Yield spellings that an earlier map writes as the same name, and those that an earlier step makes null."""
    texts = subject.texts
    for point, names in maps(subject):
        for earlier, before in earlier_maps(subject, point):
            yield from _said_before(subject, point, earlier, before)
        which = point.source
        if which is not None:
            texts.look_at(names, which, point.position)
        for spelling in names:
            by = texts.ruled_out(spelling, which, point.position) if which is not None else None
            if by is not None and not names_in(subject, by) and _is_emptied(by, spelling):
                what = f"{spelling!r} is made null by {subject.where(by)} before"
                help_ = f"name the columns there in which {spelling!r} means nothing is known, or leave it out here"
                yield subject.finding(point, what, "names", spelling, help_)


def _said_before(subject: Subject, point: Point, earlier: Point, before: dict[str, str]) -> Iterator[Problem]:
    """Yield spellings that an earlier map makes a name which this one makes the same of."""
    if isinstance(earlier.op, ColumnOp) and earlier.op.where is not None:
        return
    names, first = names_in(subject, point), by_key(before)
    for spelling, name in names.items():
        other = first.get(key(spelling)) if spelling != name else None
        if other is None or key(other) == key(spelling):
            continue
        if name in {other, by_key(names).get(key(other))}:
            what = f"{spelling!r} has no effect: {subject.where(earlier)} makes it {other!r} before"
            yield subject.finding(point, what, "names", spelling, "leave it out here")


def _is_emptied(by: Point, text: str) -> bool:
    """Tell whether a step makes null of a text."""
    if not isinstance(by.op, ColumnOp) or not by.column:
        return False
    writer = Writer(by, by.writes[by.column])
    return writer.is_plain and writer.made_of(text) is None
