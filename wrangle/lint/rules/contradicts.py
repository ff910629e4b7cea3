"""One spelling that is mapped to two names, in one step or in two."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.engine.bind import Problem
from wrangle.engine.ops import ColumnOp
from wrangle.lint.spellings import by_key, earlier_maps, key, maps
from wrangle.lint.subject import Subject
from wrangle.lint.trail import Point


def found(subject: Subject) -> Iterator[Problem]:
    """Yield spellings that an earlier step, or another line of the same step, gives another name."""
    for point, names in maps(subject):
        yield from _in_one_step(subject, point, names)
        own = by_key(names)
        for earlier, before in earlier_maps(subject, point):
            if isinstance(earlier.op, ColumnOp) and earlier.op.where is not None:
                continue
            first = by_key(before)
            for spelling, name in names.items():
                other = first.get(key(spelling)) if spelling != name else None
                if other is None or key(other) in {key(spelling), key(name)} or own.get(key(other)) == name:
                    continue
                what = f"{spelling!r} is to be {name!r}, but {subject.where(earlier)} makes it {other!r} before"
                help_ = "decide for one of the two names, and leave the other line out"
                yield subject.finding(point, what, "names", spelling, help_)


def _in_one_step(subject: Subject, point: Point, names: dict[str, str]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for spelling, name in names.items():
        first = seen.setdefault(key(spelling), spelling)
        if names[first] != name:
            what = f"{spelling!r} and {first!r} count as one spelling, of {name!r} and of {names[first]!r}"
            help_ = "only case, accents or punctuation tell them apart: other ways to write them are neither"
            yield subject.finding(point, what, "names", spelling, help_)
