"""Answers with what came to be true of them: gathered by window, ready to be measured."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import polars as pl

from wrangle.bundle.asking import Predictions
from wrangle.bundle.model import Model, label_text
from wrangle.monitoring.learned import Learned
from wrangle.monitoring.reading import Reader, Records, is_store, typed
from wrangle.monitoring.watched import Watched
from wrangle.training.answers import Answers

Bounds = Sequence[tuple[datetime, datetime]]
"""First and last moment of each window."""


@dataclass
class Labelled:
    """Answers whose truth is known, of one model, in the order of time."""

    times: list[datetime] = field(default_factory=list)
    truth: list[Any] = field(default_factory=list)
    """Numbers of classes, or values."""
    values: list[Any] = field(default_factory=list)
    probabilities: list[Any] = field(default_factory=list)
    """numpy.ndarray, (records, classes), of each frame."""
    scores: list[Any] = field(default_factory=list)
    by: dict[str, list[str | None]] = field(default_factory=dict)
    """Slicing column -> its value, as text."""
    learned: int = 0
    """How many more there were that the model had learned from before they were asked again."""

    def __len__(self) -> int:
        return len(self.times)

    @cached_property
    def arrays(self) -> tuple[Any, Any, Any, Any]:
        """Truth, values, probabilities and scores as arrays, None where there are none: once all was gathered.

        Of each of many windows they are asked for a few rows; made anew for each, the time grew with their square.
        """
        import numpy as np

        joined = [np.concatenate(each) if each else None for each in (self.probabilities, self.scores)]
        return np.asarray(self.truth), np.asarray(self.values), joined[0], joined[1]


def gathered(watched: Watched, frames: Iterator[pl.DataFrame]) -> Labelled:
    """Return the answers of labelled captures that were answered and whose label the model knows.

    A request that was sent again, under the same inference id, counts once, as in retraining; one about what the model
    had learned from captures does not count.

    Parameters
    ----------
    watched : Watched
    frames : iterator of polars.DataFrame
        Columns of captures, and `label`, JSON text.
    """
    reader, model = Reader(watched.rules.schema, watched.bundle.model), watched.bundle.model
    found = Labelled(by={name: [] for name in watched.quality_by})
    known = {label_text(each): place for place, each in enumerate(model.classes)}
    digest = watched.bundle.digest[:12]
    told, learned = pl.Series(dtype=pl.UInt64()), Learned(watched)
    for frame in frames:
        mine = frame.filter(pl.col("model_version").str.starts_with(digest) | (pl.col("model_version") == ""))
        ids = mine["inference_id"].hash()
        fresh = ids.is_first_distinct() & ~ids.is_in(told.implode())
        told.append(ids.filter(fresh))
        mine = mine.filter(fresh)
        again = learned.among(mine)
        found.learned += int(again.sum())
        mine = mine.filter(~again)
        if mine.height:
            _take(watched, found, reader.read(mine), mine["label"], known)
    return found


def _take(watched: Watched, found: Labelled, records: Records, labels: pl.Series, known: dict[str, int]) -> None:
    import numpy as np

    model, answers = watched.bundle.model, records.answers
    truth = [_number(json.loads(text), model, known) for text in labels]
    said = [_said(text, model, known) for text in answers["prediction"]]
    keep = [
        place
        for place, (one, other) in enumerate(zip(truth, said, strict=True))
        if one is not None and other is not None
    ]
    names = [f"probability_{label}" for label in known]
    if names:
        shares = answers.select(names).to_numpy()
        keep = [place for place in keep if np.isfinite(shares[place].astype(float)).all()]
        found.probabilities.append(shares[keep].astype(np.float64))
    if answers["score"].null_count() < answers.height:
        found.scores.append(answers["score"].to_numpy()[keep].astype(np.float64))
    found.times += records.times.gather(keep).to_list()
    found.truth += [truth[place] for place in keep]
    found.values += [said[place] for place in keep]
    if found.by:
        clean = _clean(watched, records)
        for name, values in found.by.items():
            texts = clean[name].to_list() if name in clean.columns else [None] * records.raw.height
            values += [texts[place] for place in keep]


def _clean(watched: Watched, records: Records) -> pl.DataFrame:
    """Return the slicing columns as texts, a row for each record; null where it is rejected."""
    from wrangle.engine.ops import ROW

    raw = typed(records.raw, watched.rules.schema)
    clean = watched.rules.run(raw).clean
    numbers = pl.int_range(raw.height, dtype=pl.UInt32, eager=True).alias(ROW).to_frame()
    names = [name for name in watched.quality_by if name in clean.columns]
    told = clean.select(ROW, *(pl.col(name).cast(pl.String) for name in names))
    return numbers.join(told, on=ROW, how="left", maintain_order="left").hstack(
        raw.select(pl.col(name).cast(pl.String) for name in watched.quality_by if name not in names and name in raw)
    )


def _number(value: Any, model: Model, known: dict[str, int]) -> Any:
    """Return a label as the number of its class, or as a value; None where it is none of this model's."""
    if model.classes:
        return known.get(label_text(value))
    if model.problem == "anomaly":
        return int(label_text(value) in {"true", "1", "1.0"})
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _said(text: str | None, model: Model, known: dict[str, int]) -> Any:
    if text is None:
        return None
    if model.classes:
        return known.get(text)
    if model.problem == "anomaly":
        return int(text in {"true", "1", "1.0"})
    try:
        return float(text)
    except ValueError:
        return None


def answers_of(found: Labelled, model: Model, places: Sequence[int] | slice) -> Answers:
    """Return answers with their truth, as metrics are computed from."""
    import numpy as np

    whole = model.classes or model.problem == "anomaly"
    kind = np.int64 if whole else np.float64
    truth, values, shares, scores = (None if each is None else each[places] for each in found.arrays)
    positive = 1 if model.positive is None else model.positive
    return Answers(
        model.problem,
        np.asarray(truth, kind),
        Predictions(np.asarray(values, kind), shares, scores),
        classes=len(model.classes),
        positive=positive,
    )


def labelled_of(watched: Watched, since: datetime | None, until: datetime | None) -> Labelled:
    """Return the answers whose truth has come; none where captures are files."""
    if not is_store(watched.store):
        return Labelled()
    from wrangle.captures.labelled import read_labelled

    return gathered(watched, read_labelled(watched.store, since, until, variant=None))
