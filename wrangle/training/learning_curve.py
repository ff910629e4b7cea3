"""How the deciding metric grows with the rows learned from: whether more data would help."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wrangle.bundle.model import Model
from wrangle.errors import TrainingError
from wrangle.training.answers import answers
from wrangle.training.importance import sample
from wrangle.training.metrics import score
from wrangle.training.part import Part

ROWS = 200_000
"""Training rows that the shares are taken of: fits stay short, however many rows there are."""
SHARES = (0.1, 0.25, 0.5, 1.0)
SECONDS = 60.0
"""Time for all fits of the curve; a fit that would pass it is left out."""
Refit = Callable[[Part], Model]
"""Fits the same estimator with the same options to other training rows."""


@dataclass(frozen=True)
class LearningCurve:
    """The deciding metric by the number of rows learned from."""

    points: tuple[dict[str, float], ...] = ()
    """`rows`, `training`, `test`: the metric on the rows learned from and on the test part, rising by rows."""
    note: str = ""
    """Why it is short or missing; empty where it is whole."""
    metric: str = field(default="", kw_only=True)

    def describe(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {"metric": self.metric, "points": list(self.points), "note": self.note}


def learning_curve(
    name: str, refit: Refit | None, training: Part, test: Part, *, seed: int, seconds: float = SECONDS
) -> LearningCurve:
    """Return the deciding metric by the number of rows learned from.

    Parameters
    ----------
    name : str
        The deciding metric.
    refit : callable or None
        Fits the same estimator to other training rows; None: no curve is wanted.
    training : Part
        Of more than `ROWS` rows, shares of a seeded sample are learned from.
    test : Part
    seed : int
    seconds : float
        Time for all fits; one that would pass it is left out, and the note says so.
    """
    if refit is None:
        return LearningCurve((), "not asked for", metric=name)
    whole, asked = sample(training, ROWS, seed), sample(test, ROWS // 2, seed)
    points: list[dict[str, float]] = []
    notes = [f"from a sample of {ROWS:,} of {len(training):,} training rows"] if len(training) > ROWS else []
    begun, last = time.monotonic(), 0.0
    for share in SHARES:
        part = sample(whole, max(1, round(share * len(whole))), seed)
        ahead = last * len(part) / points[-1]["rows"] if points else 0.0
        if time.monotonic() - begun + ahead > seconds:
            notes.append(f"stopped before {len(part):,} rows: another fit would take about {ahead:,.0f} s")
            break
        start = time.monotonic()
        try:
            points.append(_point(name, refit, part, asked, seed))
        except (TrainingError, ValueError) as error:
            notes.append(f"{len(part):,} rows are too few for this estimator: {str(error).splitlines()[0]}")
        last = time.monotonic() - start
    return LearningCurve(tuple(points), "; ".join(notes), metric=name)


def _point(name: str, refit: Refit, part: Part, test: Part, seed: int) -> dict[str, float]:
    model = refit(part)
    found = {side: score(name, answers(model, each, seed=seed)) for side, each in (("training", part), ("test", test))}
    return {"rows": len(part), **found}
