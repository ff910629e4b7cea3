"""Numbers far from all others."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.concerns.sentinels import marked
from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 70

MANY = 0.02
"""The share of rows above which they are no outliers, but a long tail."""


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns with a few numbers far out: three times the distance of the quartiles beyond these."""
    for name, column in evidence.columns.items():
        numbers = column.numbers
        if numbers is None or numbers.low is None or numbers.high is None:
            continue
        marks = {each: rows for each, rows in marked(evidence, name).items() if not numbers.low <= each <= numbers.high}
        outside = numbers.outside - sum(marks.values())
        if 0 < outside <= MANY * numbers.count:
            text = f"numbers below {numbers.low:g} or above {numbers.high:g}, far from the middle half"
            step = {"outliers": {"column": name, "method": "range", "min": numbers.low, "max": numbers.high,
                                 "action": "flag"}}  # fmt: skip
            examples = tuple(f"{each:g}" for each in dict.fromkeys(numbers.extremes) if each not in marks)
            yield Concern("outliers", (name,), text, outside, column.exact, examples=examples, step=step)
