"""What the limits of `accept:` say of a model: good enough or not, with the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from wrangle.sections.train import Limit, Train
from wrangle.training.bootstrap import Measured
from wrangle.training.metrics import canonical

Which = Literal["min", "max", "over_baseline", "over_champion"]


@dataclass(frozen=True)
class Verdict:
    """What one limit says."""

    metric: str
    which: Which
    limit: float
    found: Measured | None
    """The metric on the test part, or the gain over the other; None where there is none to compare with."""
    passed: bool
    text: str
    """The verdict in a sentence."""

    def describe(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        found = self.found.describe() if self.found else None
        return {
            "metric": self.metric,
            "which": self.which,
            "limit": self.limit,
            "found": found,
            "passed": self.passed,
            "text": self.text,
        }


@dataclass(frozen=True)
class Found:
    """What limits are held against: metric -> what was found on the test part."""

    metrics: Mapping[str, Measured]
    over_baseline: Mapping[str, Measured]
    over_champion: Mapping[str, Measured] | None
    """None: there is no champion, and the limit is met."""


def verdicts(train: Train, found: Found) -> list[Verdict]:
    """Return what each limit of `accept` says. A metric that cannot be told does not meet its limit.

    Parameters
    ----------
    train : Train
    found : Found
    """
    return [each for name, limit in train.accept.items() for each in _of_metric(canonical(name), limit, found)]


def _of_metric(name: str, limit: Limit, found: Found) -> Iterator[Verdict]:
    value = found.metrics.get(name)
    if limit.min is not None:
        yield _verdict(name, "min", limit.min, value)
    if limit.max is not None:
        yield _verdict(name, "max", limit.max, value)
    if limit.over_baseline is not None:
        yield _verdict(name, "over_baseline", limit.over_baseline, found.over_baseline.get(name))
    if limit.over_champion is not None:
        if found.over_champion is None:
            text = f"{name}: there is no champion yet to be better than"
            yield Verdict(name, "over_champion", limit.over_champion, None, passed=True, text=text)
        else:
            yield _verdict(name, "over_champion", limit.over_champion, found.over_champion.get(name))


def _verdict(name: str, which: Which, limit: float, found: Measured | None) -> Verdict:
    value = float("nan") if found is None else found.value
    passed = value <= limit if which == "max" else value >= limit
    what = {"over_baseline": "better than the baseline by", "over_champion": "better than the champion by"}
    wanted = f"at most {limit:g}" if which == "max" else f"at least {limit:g}"
    shown = "cannot be told" if value != value else f"{value:.4g}{_between(found)}"  # noqa: PLR0124 is how NaN is told
    said = f"{what[which]} {shown}" if which in what else shown
    return Verdict(
        name, which, limit, found, passed, f"{name}: {said}, wanted {wanted}: {'met' if passed else 'not met'}"
    )


def _between(found: Measured | None) -> str:
    if found is None or found.low is None or found.high is None:
        return ""
    return f" ({found.low:.4g} to {found.high:.4g})"
