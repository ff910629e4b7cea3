"""A step that writes something else when it is run over what it has written."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.engine.bind import Problem
from wrangle.lint.spellings import by_key, earlier_maps, key, maps
from wrangle.lint.subject import Subject
from wrangle.lint.texts import Writer, literals

ANY = ("xqx7", "")
"""Texts that a step which looks for something leaves alone; one that changes them is not meant to be run twice."""


def found(subject: Subject) -> Iterator[Problem]:
    """Yield texts that change again, and names that an earlier map takes for the spelling of another."""
    for point in subject.trail.rewrites():
        (which,) = point.writes.values()
        if which not in point.reads.values():
            continue
        writer = Writer(point, which)
        if not writer.is_plain or any(writer.made_of(each) not in {each, None} for each in ANY):
            continue
        for text in literals(subject.step(point)):
            once = writer.made_of(text)
            twice = None if once is None else writer.made_of(once)
            if once not in {twice, text}:
                what = f"{text!r} becomes {once!r}, and that {twice!r} when the step is run again"
                yield subject.finding(point, what, help_="have it look for a whole word, or what stands around it")
                break
    yield from _names(subject)


def _names(subject: Subject) -> Iterator[Problem]:
    for point, names in maps(subject):
        for earlier, before in earlier_maps(subject, point):
            first = by_key(before)
            for spelling, name in names.items():
                other = first.get(key(name))
                if key(spelling) == key(name) or other is None or key(other) in {key(name), key(spelling)}:
                    continue
                what = f"{spelling!r} becomes {name!r}, which {subject.where(earlier)} takes for {other!r}"
                help_ = f"write {other!r} here too, or put this step before that one"
                yield subject.finding(point, what, "names", name, help_)
