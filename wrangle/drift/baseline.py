"""What the training was like: columns, rules, answers; the bundle's baseline.json."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.bundle.bundle import Bundle, digest_of
from wrangle.bundle.model import Model, label_text
from wrangle.bundle.predictor import Predictor
from wrangle.drift.counting import Counting
from wrangle.drift.profile import Profile, profile
from wrangle.drift.rules import Hits, Rules
from wrangle.engine.fitted import FittedPipeline
from wrangle.errors import ArtefactError

FILE = "baseline.json"
FORMAT = "wrangle baseline"
VERSION = 1
LEVELS = 30
"""Values of a slicing column that are told apart, the most frequent ones."""
ANSWERS = 5_000
"""Rows of the training part that are answered."""
LEAST = 50
"""Rows of the training that a slice must have."""

Profiles = Mapping[str, Profile]
Parts = Mapping[str, Mapping[str, Mapping[str, Sequence[int]]]]
"""Slicing column -> its value -> feature -> rows, nulls, and rows in each bin."""


@dataclass(frozen=True)
class Samples:
    """Rows of a training from which its baseline is made."""

    training: pl.DataFrame
    """Raw rows of the training part, those that the rules reject among them."""
    test: pl.DataFrame
    """Raw rows of the test part: the model has not seen them, so it answers as it will later."""
    of: int
    """How many rows the training part has."""
    target: pl.Series | None = None
    """What came true, of rows of all parts: texts of the labels, or numbers."""
    by: Sequence[str] = ()
    """Columns by whose values features are told apart."""
    without: frozenset[str] = frozenset()
    """Raw columns of which nothing may be kept."""


@dataclass(frozen=True)
class Baseline:
    """What other records are compared with. `describe` is what baseline.json holds."""

    rows: int
    """Raw rows that were looked at."""
    of: int
    """Raw rows of the training part."""
    raw: Profiles
    clean: Profiles
    """Of the features, and of times."""
    prediction: Profiles
    """Of answers to rows of the test part: `prediction`, `probability_<class>`, `score`."""
    learned: Profiles
    """Of answers to rows of the training part, which may be too sure: answers are to be unlike both."""
    rules: Hits
    rejected: Mapping[str, int] = field(default_factory=dict)
    """Label -> raw rows that it rejected."""
    rejected_rows: int = 0
    """Raw rows that were rejected, by whomever."""
    answered: int = 0
    """Rows of the test part that were answered."""
    duplicates: int = 0
    """Raw rows that stand there more than once."""
    target: Profile | None = None
    slices: Parts = field(default_factory=dict)

    def describe(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "rows": self.rows,
            "of_rows": self.of,
            "rejected_fraction": self.rejected_rows / self.rows if self.rows else 0.0,
            "rejected_rows": self.rejected_rows,
            "duplicates": self.duplicates,
            "raw": {name: each.describe() for name, each in self.raw.items()},
            "clean": {name: each.describe() for name, each in self.clean.items()},
            "prediction": {name: each.describe() for name, each in self.prediction.items()},
            "prediction_training": {name: each.describe() for name, each in self.learned.items()},
            "answered": self.answered,
            "target": None if self.target is None else self.target.describe(),
            "rules": self.rules.describe(),
            "quarantined": dict(self.rejected),
            "slices": self.slices,
        }

    @classmethod
    def of_json(cls, found: Mapping[str, Any]) -> Baseline:
        """Return what `describe` told."""
        parts = {part: _profiles(found[part]) for part in ("raw", "clean", "prediction")}
        return cls(
            rows=found["rows"],
            of=found["of_rows"],
            **parts,
            learned=_profiles(found["prediction_training"]),
            rules=Hits.of(found["rules"], found["rows"]),
            rejected=found["quarantined"],
            rejected_rows=found["rejected_rows"],
            answered=found["answered"],
            duplicates=found["duplicates"],
            target=None if found["target"] is None else Profile.of(found["target"]),
            slices=found["slices"],
        )


def _profiles(found: Mapping[str, Any]) -> dict[str, Profile]:
    return {name: Profile.of(each) for name, each in found.items()}


def read_baseline(bundle: Bundle) -> Baseline:
    """Return the baseline of a bundle.

    Raises
    ------
    ArtefactError
        It has none, or one of another version: train anew.
    """
    path: Path = bundle.folder / FILE
    again = "train it anew, and it can be monitored"
    if not path.is_file():
        raise ArtefactError(f"{bundle.folder}: the bundle has no {FILE}, as it was made by an earlier wrangle: {again}")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found.get("format") != FORMAT or found.get("version") != VERSION:
            raise ArtefactError(f"{path}: is of format {found.get('version')!r}, not {VERSION}: {again}")
        return Baseline.of_json(found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArtefactError(f"{path}: cannot be read ({type(error).__name__}): {again}") from error


def make_baseline(pipeline: FittedPipeline, model: Model, samples: Samples) -> Baseline:
    """Return what a training was like.

    Parameters
    ----------
    pipeline : FittedPipeline
    model : Model
    samples : Samples
    """
    rules = Rules(pipeline)
    raw = samples.training.select(rules.schema.names())
    ran = rules.run(raw)
    clean = ran.clean.select(looked_at(rules, model, ran.clean))
    answers = answers_of(pipeline, model, samples.test)
    seen = _profiled(clean.select(name for name in clean.columns if not rules.sources()[name] & samples.without))
    target = samples.target
    return Baseline(
        rows=raw.height,
        of=samples.of,
        raw=_profiled(raw.drop(samples.without, strict=False)),
        clean=seen,
        prediction=_profiled(answers),
        learned=_profiled(answers_of(pipeline, model, _thinned(raw, ANSWERS))),
        rules=ran.hits,
        rejected=ran.rejected,
        rejected_rows=raw.height - ran.clean.height,
        answered=answers.height,
        duplicates=duplicates(raw),
        target=profile(target) if target is not None and len(target) else None,
        slices={name: _parts(ran.clean, name, seen) for name in samples.by if name in ran.clean.columns},
    )


def _thinned(frame: pl.DataFrame, rows: int) -> pl.DataFrame:
    """Return about so many rows of a frame, from all of it."""
    return frame.gather_every(max(1, -(-frame.height // rows)))


def looked_at(rules: Rules, model: Model, clean: pl.DataFrame) -> list[str]:
    """Return the clean columns that are compared: the features, and times."""
    features = [each.name for each in model.encoding.features]
    times = [name for name in rules.plan.after if clean.schema[name].is_temporal()]
    return list(dict.fromkeys((*features, *times)))


def duplicates(raw: pl.DataFrame) -> int:
    """Return how many rows stand in a table more than once."""
    return int(raw.is_duplicated().sum()) if raw.width else 0


def answers_of(pipeline: FittedPipeline, model: Model, raw: pl.DataFrame) -> pl.DataFrame:
    """Return what a model answers to raw rows that are not rejected: the columns that are compared."""
    predictor = Predictor(Bundle(Path(), {"name": pipeline.pipeline.name}, pipeline, model, digest_of(b"")))
    answered = predictor.answer_frame(raw).filter(pl.col("status") != "rejected")
    return answered.select(answer_columns(model, answered.columns)).with_columns(
        pl.col("prediction").cast(pl.String) if model.classes else pl.col("prediction")
    )


def answer_columns(model: Model, there: Sequence[str]) -> list[str]:
    """Return what of answers is compared: the prediction, probabilities, the score; of two classes the positive's."""
    labels = [label_text(each) for each in model.classes]
    if len(labels) == 2 and model.positive is not None:
        labels = [labels[model.positive]]
    names = ["prediction", *(f"probability_{label}" for label in labels), "score"]
    return [name for name in names if name in there]


def _profiled(frame: pl.DataFrame) -> dict[str, Profile]:
    found = {column.name: profile(column) for column in frame}
    return {name: each for name, each in found.items() if each is not None}


def _parts(clean: pl.DataFrame, by: str, profiles: Profiles) -> dict[str, dict[str, list[int]]]:
    """Return value of a slicing column -> feature -> rows, nulls and bins, of those that have enough rows."""
    texts = clean[by].cast(pl.String)
    counts = texts.drop_nulls().alias("text").value_counts(name="n").sort(["n", "text"], descending=[True, False])
    named = counts.filter(pl.col("n") >= LEAST)["text"].head(LEVELS)
    return {
        text: {
            name: _part(Counting(each), clean.filter(texts == text)[name])
            for name, each in profiles.items()
            if name != by and each.kind != "time"
        }
        for text in named
    }


def _part(counting: Counting, column: pl.Series) -> list[int]:
    found = counting.count(column)
    return [found.rows, found.nulls, *(int(each) for each in found.bins)]
