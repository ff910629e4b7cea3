"""Compares what the checks of two rule files found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from wrangle.engine.verdicts import CheckResult


@dataclass(frozen=True)
class CheckChange:
    """A check that is new, gone, or finds something else."""

    name: str
    old: CheckResult | None
    new: CheckResult | None

    def __str__(self) -> str:
        if self.old is None or self.new is None:
            one = self.new or self.old
            assert one is not None
            return f"{'new ' if self.old is None else 'gone'}  {self.name}: {_said(one)}"
        return f"other {self.name}: {_said(self.old)} -> {_said(self.new)}"


def _said(result: CheckResult) -> str:
    verdict = "passes" if result.success else "warns" if result.otherwise == "warn" else "fails"
    seen = f" ({'; '.join(result.examples)})" if result.examples and not result.violations else ""
    unknown = f", {result.unknown:,} unknown" if result.unknown else ""
    return f"{verdict}, {result.violations:,} of {result.rows:,} rows{unknown}{seen}"


def compared(old: Sequence[CheckResult], new: Sequence[CheckResult]) -> Iterator[CheckChange]:
    """Yield the checks that differ, those of one name and kind that differ held against each other in order.

    Examples
    --------
    >>> one = CheckResult("n between 0 and 9", "between", True, "warn", 10, 0)
    >>> [str(each) for each in compared([one], [])]
    ['gone  n between 0 and 9: passes, 0 of 10 rows']
    """
    found: dict[tuple[str, str], list[list[CheckResult]]] = defaultdict(lambda: [[], []])
    for place, results in enumerate((old, new)):
        for each in results:
            found[each.name, each.check][place].append(each)
    for (name, _), (one, other) in found.items():
        gone = [each for place, each in enumerate(one) if one[:place].count(each) >= other.count(each)]
        come = [each for place, each in enumerate(other) if other[:place].count(each) >= one.count(each)]
        for before, after in zip_longest(gone, come):
            yield CheckChange(name, before, after)
