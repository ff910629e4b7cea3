"""Chooses the columns that a model learns from, and those that go with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

import polars as pl

from wrangle.bundle.encoding import Feature, Precision
from wrangle.engine.plan import Request, resolve
from wrangle.engine.session import Session
from wrangle.errors import TrainingError, did_you_mean
from wrangle.schema import ColumnInfo, Family, Schema, family
from wrangle.sections.train import Train
from wrangle.steps.options import Selector, matching
from wrangle.training.side import Wanted

FAMILIES: tuple[Family, ...] = ("number", "boolean", "text")
"""The types of columns that can be features."""


def hold_columns(session: Session, train: Train) -> None:
    """Hold the columns that `train` names against those that the steps give, before any data is read.

    Raises
    ------
    TrainingError
        One is not there, or cannot be a feature; the message names the closest, or says why.
    """
    plan = session.plan()
    served = resolve(Request(session.pipeline, session.schema, session.learned, serving=True))
    patterns = [each for op in plan.ops for each in op.writes]
    more = [*_selectors(train), *(each for each in (train.slices, train.key) if each is not None)]
    for name in filter(None, (train.target, train.weight, train.split.by, *_named(more, plan.after))):
        if name not in plan.after and not any(fnmatchcase(name, each) for each in patterns):
            raise TrainingError(f"train: there is no column {name!r} after all steps: {did_you_mean(name, plan.after)}")
    never = {train.target, train.weight, *keys_of(train, plan.after)}
    for name in _named(_selectors(train), plan.after):
        if name in plan.after:
            _hold_feature(name, never, plan.after, served.after)


def _named(selectors: Sequence[Selector], after: Schema) -> list[str]:
    """Return the columns that are chosen by name or glob; nothing of what is chosen by type, or not at all."""
    return [name for each in selectors if each.names is not None for name in matching(each, (), after)]


def _selectors(train: Train) -> list[Selector]:
    """Return what chooses the features of all models."""
    return [train.features, *(each.features for each in train.compare.values() if each.features is not None)]


def wanted_of(session: Session, train: Train, schema: Mapping[str, pl.DataType], precision: Precision) -> Wanted:
    """Return what is to be gathered of each clean row: the features of all models, and what goes with them."""
    plan = resolve(Request(session.pipeline, session.schema, session.learned))
    after = {name: ColumnInfo(schema[name], info.unit) for name, info in plan.after.items()}
    chosen = features_of(session, train, train.features, after)
    for variant in train.compare.values():
        if variant.features is not None:
            more = features_of(session, train, variant.features, after)
            chosen = tuple(dict.fromkeys((*chosen, *more)))
    slices = () if train.slices is None else matching(train.slices, (), after)
    return Wanted(
        features=tuple(_feature(name, after[name]) for name in chosen),
        precision=precision,
        target=train.target,
        weight=train.weight,
        by=train.split.by,
        slices=slices,
        key=keys_of(train, after),
    )


def keys_of(train: Train, after: Schema) -> tuple[str, ...]:
    """Return the key columns."""
    return () if train.key is None else matching(train.key, (), after)


def _feature(name: str, info: ColumnInfo) -> Feature:
    text = info.dtype is not None and family(info.dtype) == "text"
    return Feature(name, "category" if text else "number")


def features_of(session: Session, train: Train, selector: Selector, after: Schema) -> tuple[str, ...]:
    """Return the columns that a selector chooses as features.

    Raises
    ------
    TrainingError
        One is not there, is no number, truth value or text, is the target or its key, or is not there when serving.
    """
    served = resolve(Request(session.pipeline, session.schema, session.learned, serving=True)).after
    never = {train.target, train.weight, *keys_of(train, after)}
    chosen = matching(selector, FAMILIES, after)
    if selector.names is None:
        by_time = train.split.by if train.split.how != "random" else None
        chosen = tuple(name for name in chosen if name not in never and name in served and name != by_time)
    if not chosen:
        raise TrainingError("train: no column is left as a feature: name them in `features`")
    for name in chosen:
        _hold_feature(name, never, after, served)
    return chosen


def _hold_feature(name: str, never: set[str | None], after: Schema, served: Schema) -> None:
    if name not in after:
        raise TrainingError(f"train: there is no column {name!r} for a feature: {did_you_mean(name, after)}")
    dtype = after[name].dtype
    if dtype is not None and family(dtype) not in FAMILIES:
        raise TrainingError(
            f"train: the feature {name!r} is a time: make numbers of it with `cyclical` or `derive`, or leave it out"
        )
    if name in never:
        raise TrainingError(f"train: {name!r} is the target, the weight or a key, and a feature: leave it out of one")
    if name not in served:
        raise TrainingError(
            f"train: the feature {name!r} is made by a step `at: training`: it is not there when serving; leave it out"
        )
