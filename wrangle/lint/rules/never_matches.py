"""A text that a rule looks for, and that an earlier step leaves in no cell."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from wrangle.engine.bind import Problem
from wrangle.engine.ops import CheckOp, ColumnOp
from wrangle.lint.conditions import compared
from wrangle.lint.spellings import by_key, key, names_in, same_key
from wrangle.lint.subject import Subject
from wrangle.lint.texts import Texts, Writer, variants
from wrangle.lint.trail import Point

SPELLED = "write it as it stands there{}, move the rule up, or leave it out"


def found(subject: Subject) -> Iterator[Problem]:
    """Yield null tokens, spellings, members of sets and texts of conditions that no cell can hold."""
    texts = subject.texts
    for _, group in groupby(subject.trail.rewrites(), key=lambda point: point.index):
        points = list(group)
        yield from _tokens(subject, texts, points)
        yield from _spellings(subject, texts, points[0])
    for point in subject.trail.checks():
        yield from _members(subject, texts, point)
    yield from _compared(subject, texts)


def _tokens(subject: Subject, texts: Texts, points: list[Point]) -> Iterator[Problem]:
    """Yield the texts of `null_values` that none of its columns can hold."""
    values = getattr(points[0].op, "step", None)
    tokens = [each for each in getattr(values, "values", ()) if isinstance(each, str)]
    if points[0].op.origin.section != "steps" or not isinstance(getattr(values, "values", None), tuple):
        return
    loose = getattr(values, "ignore_case", False)
    for token in tokens:
        spelled = variants(token) if loose else (token,)
        blame = [texts.ruled_out(each, which, p.position) for p in points for which in p.reads.values()
                 for each in spelled]  # fmt: skip
        if blame and all(blame):
            yield _finding(subject, points[0], blame[0], ("values", token))


def _spellings(subject: Subject, texts: Texts, point: Point) -> Iterator[Problem]:
    """Yield spellings of names that no cell can hold, however it is written."""
    which, names = point.source, names_in(subject, point)
    if which is not None:
        texts.look_at((each for spelling in names for each in same_key(spelling)), which, point.position)
    for spelling, name in names.items():
        if spelling == name or which is None:
            continue
        blame = [texts.ruled_out(each, which, point.position) for each in same_key(spelling)]
        if all(blame) and not _renamed(subject, blame[0], spelling):
            yield _finding(subject, point, blame[0], ("names", spelling))


def _renamed(subject: Subject, blame: Point | None, spelling: str) -> bool:
    """Tell whether another map of spellings is to blame: `contradicts` tells that."""
    return blame is not None and key(spelling) in by_key(names_in(subject, blame))


def _members(subject: Subject, texts: Texts, point: Point) -> Iterator[Problem]:
    """Yield values of a set that no cell can hold, where others can: else the check always fails."""
    check = point.op.check if isinstance(point.op, CheckOp) else None
    values = [each for each in getattr(check, "values", ()) if isinstance(each, str)]
    if not values or len(point.reads) != 1:
        return
    (which,) = point.reads.values()
    blame = {value: texts.ruled_out(value, which, point.position) for value in values}
    if not all(blame.values()):
        for value, by in blame.items():
            if by is not None:
                yield _finding(subject, point, by, ("values", value))


def _compared(subject: Subject, texts: Texts) -> Iterator[Problem]:
    """Yield texts that a condition compares a column with, and that it cannot hold."""
    for point, option, _, parsed in subject.sql():
        for each in compared(parsed):
            if each.sign not in {"EQ", "NEQ"} or not isinstance(each.value, str) or each.column not in point.reads:
                continue
            by = texts.ruled_out(each.value, point.reads[each.column], point.position)
            if by is not None:
                said = "never true" if each.sign == "EQ" else "always true"
                what = f"`{each}` is {said}: {subject.where(by)} leaves no such text in {each.column!r}"
                yield subject.finding(point, what, option, each.value, SPELLED.format(""))


def _finding(subject: Subject, point: Point, by: Point | None, at: tuple[str, str]) -> Problem:
    assert by is not None
    columns = next(iter(point.reads), "")
    what = f"{at[1]!r} never matches: {subject.where(by)} leaves no such text in {columns!r}"
    better = _written(by, at[1])
    return subject.finding(point, what, *at, SPELLED.format(f" ({better!r})" if better else ""))


def _written(by: Point, text: str) -> str | None:
    """Return what the step that is to blame makes of a text."""
    if not isinstance(by.op, ColumnOp) or not by.column:
        return None
    writer = Writer(by, by.writes[by.column])
    return writer.made_of(text) if writer.is_plain else None
