"""Names that one step writes one way and a later step back."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.engine.bind import Problem
from wrangle.lint.spellings import by_key, earlier_maps, key, maps
from wrangle.lint.subject import Subject


def found(subject: Subject) -> Iterator[Problem]:
    """Yield spellings that an earlier step makes a name, and that this step makes of the name again."""
    for point, names in maps(subject):
        later = by_key(names) if set(point.writes.values()) <= set(point.reads.values()) else {}
        for earlier, before in earlier_maps(subject, point):
            for spelling, name in before.items():
                back = later.get(key(name))
                if back is not None and key(back) == key(spelling) != key(name):
                    what = f"{name!r} becomes {back!r} again, of which {subject.where(earlier)} made it before"
                    yield subject.finding(point, what, "names", name, "decide for one of the two names")
