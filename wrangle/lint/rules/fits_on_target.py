"""A step that learns from the target, or makes a feature of it: the model is told what it is to foretell."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.engine.bind import Problem
from wrangle.engine.ops import AskOp, ColumnOp
from wrangle.lint.subject import Subject
from wrangle.lint.trail import Point
from wrangle.steps.base import ColumnStep
from wrangle.steps.options import names_of


def found(subject: Subject) -> Iterator[Problem]:
    """Yield fitted steps that read the target of `train:`, and features that are computed from it."""
    train = subject.pipeline.sections.get("train")
    target = str(getattr(train, "target", ""))
    if train is None or target not in subject.trail.after:
        return
    which = subject.trail.after[target]
    told = {which: target}
    known: set[int] = set()
    features = _features(subject, target)
    for point in subject.trail.steps():
        if _is_out_of_fold(point) or point.index in known:
            continue
        if isinstance(point.op, AskOp) and which in point.reads.values():
            known.add(point.index)
            what = f"learns from {target!r}, the target of `train`, and writes what it learned"
            help_ = "only `target_encode` may: it encodes each row by the others; use columns known when serving"
            yield subject.finding(point, what, None, target, help_)
        elif isinstance(point.op, ColumnOp) and set(point.reads.values()) & set(told):
            for name, made in point.writes.items():
                told.setdefault(made, name)
                if features.get(name) == made and made != which:
                    what = f"makes the feature {name!r} of {target!r}, the target of `train`"
                    yield subject.finding(point, what, None, name, "leave it out of `features`, or make it of others")


def _features(subject: Subject, target: str) -> dict[str, int]:
    """Return the columns that a model is trained on -> which they are."""
    train = subject.pipeline.sections["train"]
    named = names_of(getattr(train, "features", ()))
    columns = subject.trail.after.items()
    return {name: which for name, which in columns if name != target and (name in named or not named)}


def _is_out_of_fold(point: Point) -> bool:
    step = getattr(point.op, "step", None)
    return isinstance(step, ColumnStep) and type(step).express_training is not ColumnStep.express_training
