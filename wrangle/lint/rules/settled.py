"""A check or a condition whose answer is known before any data is: it never fails, or always."""

from __future__ import annotations

import math
from collections.abc import Iterator

from wrangle.engine.bind import Problem
from wrangle.engine.ops import CheckOp, ColumnOp
from wrangle.lint.conditions import Compared, compared
from wrangle.lint.nulls import filled_by
from wrangle.lint.ranges import Range, range_of
from wrangle.lint.spellings import names_in
from wrangle.lint.subject import Subject
from wrangle.lint.texts import Texts
from wrangle.lint.trail import Point

NEVER = "check the raw column in `columns:`, ask for less before, or leave the check out"
MEND = "mend the number, or leave the condition out"
ALWAYS = "mend the check, or what stands before it"


def found(subject: Subject) -> Iterator[Problem]:
    """Yield checks that cannot fail or cannot hold, and comparisons that have one answer only."""
    texts = subject.texts
    for point in subject.trail.checks():
        if isinstance(point.op, CheckOp) and len(point.reads) == 1:
            (which,) = point.reads.values()
            yield from _ranges(subject, point, range_of(subject.trail, which, point.position))
            yield from _sets(subject, texts, point, which)
            yield from _nulls(subject, point, which)
    for point, option, _, parsed in subject.sql():
        for each in compared(parsed):
            if each.column in point.reads and not isinstance(each.value, str):
                seen = range_of(subject.trail, point.reads[each.column], point.position)
                answer = _answer(each, seen)
                if answer is not None and seen.by is not None:
                    said = "always" if answer else "never"
                    what = f"`{each}` is {said} true: {each.column!r} is {seen} since {subject.where(seen.by)}"
                    yield subject.finding(point, what, option, each.column, MEND)


def _ranges(subject: Subject, point: Point, seen: Range) -> Iterator[Problem]:
    check = subject.step(point)
    if check.keyword() != "between" or seen.by is None:
        return
    low = -math.inf if check.min is None else check.min
    high = math.inf if check.max is None else check.max
    if isinstance(low, str) or isinstance(high, str):
        return
    said = f"{next(iter(point.reads))!r} is {seen} since {subject.where(seen.by)}"
    inside = low <= seen.low and seen.high <= high
    at_end = (check.strict_min and low == seen.low) or (check.strict_max and high == seen.high)
    if inside and not at_end:
        yield subject.finding(point, f"the check can never fail: {said}", help_=NEVER)
    elif seen.high < low or seen.low > high:
        yield subject.finding(point, f"the check always fails: {said}", help_=ALWAYS)


def _sets(subject: Subject, texts: Texts, point: Point, which: int) -> Iterator[Problem]:
    check = subject.step(point)
    values = getattr(check, "values", ())
    if check.keyword() != "in_set" or not all(isinstance(each, str) for each in values):
        return
    name = next(iter(point.reads))
    info = subject.plan.after.get(name) if subject.plan else None
    if info is not None and info.dtype is not None and info.dtype.is_numeric():
        what = f"the check always fails: {name!r} is a number, and the values are texts"
        yield subject.finding(point, what, "values", help_=f"leave the quotes out: `values: [{', '.join(values)}]`")
        return
    blame = [texts.ruled_out(each, which, point.position) for each in values]
    if blame and (by := blame[0]) and all(blame):
        what = f"the check always fails: {subject.where(by)} leaves none of these texts in {next(iter(point.reads))!r}"
        yield subject.finding(point, what, help_=ALWAYS)
        return
    makers = reversed(subject.trail.makers(which, point.position))
    map_ = next((each for each in makers if names_in(subject, each)), None)
    if map_ is None or texts.is_open(which, point.position):
        return
    names = set(names_in(subject, map_).values())
    if {each for each in names if texts.ruled_out(each, which, point.position) is None} <= set(values):
        what = f"the check can never fail: {subject.where(map_)} leaves only these texts in {next(iter(point.reads))!r}"
        yield subject.finding(point, what, help_=NEVER)


def _nulls(subject: Subject, point: Point, which: int) -> Iterator[Problem]:
    if subject.step(point).keyword() != "not_null":
        return
    by = filled_by(subject.trail, which, point.position)
    if by is not None:
        done = "fills" if isinstance(by.op, ColumnOp) else "refuses"
        what = f"the check can never fail: {subject.where(by)} {done} what is missing in {next(iter(point.reads))!r}"
        yield subject.finding(point, what, help_=NEVER)


def _answer(each: Compared, seen: Range) -> bool | None:
    """Return the one answer that a comparison has over a range; None where it has two."""
    assert isinstance(each.value, float)
    value, low, high = each.value, seen.low, seen.high
    if each.sign in {"EQ", "NEQ"}:
        return (each.sign == "NEQ") if not low <= value <= high else None
    answers = {
        "GT": (low > value, high <= value),
        "GTE": (low >= value, high < value),
        "LT": (high < value, low >= value),
        "LTE": (high <= value, low > value),
    }
    yes, no = answers[each.sign]
    return True if yes else False if no else None
