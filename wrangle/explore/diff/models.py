"""Trains by both rule files with the same split and seed, and tells how the metrics differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wrangle.bundle.load import load_bundle
from wrangle.engine.data import Data
from wrangle.engine.pipeline import Pipeline
from wrangle.errors import TrainingError
from wrangle.sections.train import Train


@dataclass(frozen=True)
class MetricChange:
    """A metric of the old and the new model on the test rows of the new rules."""

    metric: str
    old: float | None
    new: float | None
    better_by: float | None
    """By how much the new one is better: the difference, turned so that more is better."""
    low: float | None
    high: float | None
    """Its interval of 95 %, from the same draws of the rows; one that spans 0 may be chance."""


def models(old: Pipeline, new: Pipeline, data: Data = None) -> list[MetricChange]:
    """Train both, and hold the old model against the new one on the test rows of the new rules.

    The split and the seed of the new rule file are those of both, so that no test row was learned from. Each model
    reads the raw rows by its own rules; rows that the old ones reject are left out for both.

    Raises
    ------
    TrainingError
        One has no `train:` section, or they predict different things.
    """
    from wrangle.training.train import train

    one, other = (_section(each) for each in (old, new))
    if one.target != other.target:
        raise TrainingError(
            f"the old rules predict {one.target!r}, the new ones {other.target!r}: there is nothing to compare"
        )
    same = replace(old, sections={**old.sections, "train": _like(one, other)})
    with TemporaryDirectory(prefix="wrangle-") as folder:
        bundle = load_bundle(train(same, data, curve=False).save(Path(folder) / "old"))
        evaluation = train(new, data, champion=bundle, curve=False).evaluation.describe()
    return list(_changes(evaluation))


def _section(pipeline: Pipeline) -> Train:
    section = pipeline.sections.get("train")
    if not isinstance(section, Train):
        raise TrainingError(f"the rule file {pipeline.name!r} has no `train:` section: models cannot be compared")
    return section


def _like(one: Train, other: Train) -> Train:
    """Return the old section with the split and the seed of the new one."""
    found: Train = one.model_copy(update={"split": other.split, "seed": other.seed, "compare": {}, "accept": {}})
    return found


def _changes(evaluation: Mapping[str, Any]) -> Iterator[MetricChange]:
    champion = evaluation["champion"]
    for name, measured in evaluation["metrics"]["test"].items():
        theirs, gain = champion["metrics"].get(name) or {}, champion["ours_is_better_by"].get(name) or {}
        yield MetricChange(
            name, theirs.get("value"), measured["value"], gain.get("value"), gain.get("low"), gain.get("high")
        )
