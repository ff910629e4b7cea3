"""The maps of spellings in a rule file: which texts a step writes as which names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import polars as pl

from wrangle.engine.ops import ColumnOp
from wrangle.expressions.matching import fingerprint, folded
from wrangle.lint.subject import Subject
from wrangle.lint.texts import variants
from wrangle.lint.trail import Point
from wrangle.steps.options import names_of


def names_in(subject: Subject, point: Point) -> dict[str, str]:
    """Return spelling -> name of a step whose `names` say so, each name a spelling of itself; of others nothing.

    Parameters
    ----------
    subject : Subject
    point : Point
        Any operation.
    """
    names = getattr(subject.step(point), "names", None) if point.section == "steps" else None
    if not isinstance(point.op, ColumnOp) or not isinstance(names, Mapping):
        return {}
    return {str(each): str(name) for name, others in names.items() for each in (name, *names_of(others))}


def maps(subject: Subject) -> Iterator[tuple[Point, dict[str, str]]]:
    """Yield the steps that are maps of spellings, with what they map."""
    for point in subject.trail.rewrites():
        if found := names_in(subject, point):
            yield point, found


def earlier_maps(subject: Subject, point: Point) -> Iterator[tuple[Point, dict[str, str]]]:
    """Yield the maps of spellings that rewrote the column of a step before it."""
    for maker in subject.trail.makers(next(iter(point.reads.values())), point.position):
        if maker.section == "steps" and (found := names_in(subject, maker)):
            yield maker, found


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """Return what is compared of a text: without case, accents, punctuation and white space.

    Examples
    --------
    >>> key("São  Tomé") == key("SAO TOME")
    True
    """
    return str(pl.select(folded(pl.lit(text))).item() or "")


@lru_cache(maxsize=65_536)
def same_key(text: str) -> tuple[str, ...]:
    """Return ways to write a text that count as the same spelling.

    Examples
    --------
    >>> same_key("São Tomé")
    ('São Tomé', 'são tomé', 'SÃO TOMÉ', 'sao tome')
    """
    fold = pl.select(folded(pl.lit(text))).item()
    words = pl.select(fingerprint(folded(pl.lit(text)))).item()
    return tuple(dict.fromkeys(each for each in (text, *variants(text), fold, words) if each))


def by_key(names: Mapping[str, str]) -> dict[str, str]:
    """Return what is compared of each spelling -> its name; the first where two spellings count as one.

    Examples
    --------
    >>> by_key({"U.S.": "America", "us": "we"})
    {'us': 'America'}
    """
    found: dict[str, str] = {}
    for spelling, name in names.items():
        found.setdefault(key(spelling), name)
    return found
