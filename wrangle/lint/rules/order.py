"""Steps on one column in another order than features are best made in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wrangle.engine.bind import Problem
from wrangle.engine.ops import ColumnOp
from wrangle.lint.subject import Subject, chapter_of
from wrangle.lint.trail import Point

STAGES: Mapping[str, str] = {
    "impute": "fill what is missing",
    "lump_rare": "settle the levels",
    "power": "straighten skewed numbers",
    "bin": "sort into bins",
    "encode": "encode",
    "interact": "combine",
    "scale": "scale",
}
"""Step or chapter of steps -> what it does to features, in the order that serves best."""


def found(subject: Subject) -> Iterator[Problem]:
    """Yield steps that stand after one which should come later."""
    stages = list(STAGES)
    for later in subject.trail.steps():
        stage = _stage(later)
        if stage is None:
            continue
        for name, which in later.works_on.items():
            for earlier in subject.trail.met(which, later.position):
                before = _stage(earlier)
                if before is not None and stages.index(before) > stages.index(stage):
                    what = f"stands after {subject.where(earlier)} on {name!r}"
                    help_ = f"first {STAGES[stage]}, then {STAGES[before]}; the whole order: {', '.join(stages)}"
                    yield subject.finding(later, what, None, name, help_)


def _stage(point: Point) -> str | None:
    """Return what a step does to features; None where it has no place in the order."""
    if not isinstance(point.op, ColumnOp):
        return None
    step = point.op.step
    names = (step.keyword(), chapter_of(step))
    return next((name for name in names if name in STAGES), None)
