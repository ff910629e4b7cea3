"""What a model is held against: the answer anyone would give without it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import polars as pl

from wrangle.bundle.asking import Predictions
from wrangle.errors import TrainingError
from wrangle.sections.train import Split, Train
from wrangle.training.answers import Answers
from wrangle.training.part import PARTS, Part, PartName
from wrangle.training.split import duration

Kind = Literal["majority", "mean", "median", "persistence"]
_OF_MEDIAN = {"mae", "median_absolute_error"}
"""Metrics whose best constant answer is the median."""


def kind_of(train: Train, given: Answers, deciding: str) -> Kind | None:
    """Return which baseline fits; None where nothing is known to be true.

    Raises
    ------
    TrainingError
        The baseline that is asked for does not fit the problem.
    """
    if given.truth is None or given.problem in {"clustering", "anomaly"}:
        return None
    named = train.baseline
    if named == "auto":
        return "majority" if given.classes else "median" if deciding in _OF_MEDIAN else "mean"
    if named in {"mean", "median"} and given.classes:
        raise TrainingError(f"train.baseline: {named} is for numbers; for {given.problem} use majority or persistence")
    if named == "majority" and not given.classes:
        raise TrainingError("train.baseline: majority is for classes; for regression use mean, median or persistence")
    return named


def constant(kind: Kind, training: Part, given: Answers) -> Predictions:
    """Return the same answer for every row: the most frequent class with the share of each, the mean or the median.

    Parameters
    ----------
    kind : str
    training : Part
        What is learned from.
    given : Answers
        Of the rows to answer for.
    """
    import numpy as np

    rows = len(given)
    target: Any = training.target
    if given.classes:
        shares = np.bincount(target, weights=training.weight, minlength=given.classes)
        shares = shares / shares.sum()
        return Predictions(np.full(rows, shares.argmax()), np.tile(shares, (rows, 1)))
    if kind == "median":
        return Predictions(np.full(rows, _median(target, training.weight)))
    return Predictions(np.full(rows, np.average(target, weights=training.weight)))


def _median(values: Any, weight: Any | None) -> float:
    import numpy as np

    if weight is None:
        return float(np.median(values))
    order = np.argsort(values)
    summed = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(summed, summed[-1] / 2)])


def persistence(
    parts: Mapping[PartName, Part], split: Split, given: Answers, things: Mapping[PartName, pl.DataFrame]
) -> Predictions:
    """Return for each row the target of the newest row before it, of the same thing; before any: the constant answer.

    Parameters
    ----------
    parts : mapping
        With the column of the split, a time.
    split : Split
        Where it has a `gap`, rows count as known only when they are so much older.
    given : Answers
        Of the test rows.
    things : mapping
        Part -> the columns that say which thing a row is about; empty: all rows are about one thing.

    Raises
    ------
    TrainingError
        The split has no column of times.
    """
    test = parts["test"]
    if test.by is None or not test.by.dtype.is_temporal():
        raise TrainingError("train.baseline: persistence needs a time: name it in `split: {by: ...}`")
    known = pl.concat([_timed(parts[name], things.get(name)) for name in PARTS if name in parts])
    asked = _timed(test, things.get("test")).drop("target").with_row_index("place")
    if split.gap is not None:
        asked = asked.with_columns(pl.col("time").cast(pl.Datetime("us")) - duration(split.gap))
        known = known.with_columns(pl.col("time").cast(pl.Datetime("us")))
    by = [name for name in asked.columns if name.startswith("thing")]
    found = asked.sort("time").join_asof(
        known.drop_nulls("time").sort("time"),
        on="time",
        by=by or None,
        allow_exact_matches=split.gap is not None,
        check_sortedness=False,
    )
    return _filled(found.sort("place")["target"], constant("mean", parts["training"], given), given)


def _timed(part: Part, things: pl.DataFrame | None) -> pl.DataFrame:
    columns = {} if things is None else {f"thing {number}": each for number, each in enumerate(things)}
    return pl.DataFrame({"time": part.by, "target": pl.Series(part.target), **columns})


def _filled(found: pl.Series, otherwise: Predictions, given: Answers) -> Predictions:
    """Return answers found, those of another where there is none; of classes as certain as if nothing ever changed."""
    import numpy as np

    missing = found.is_null().to_numpy()
    values = np.where(missing, otherwise.values, found.fill_null(0).to_numpy())
    if not given.classes:
        return Predictions(values)
    values = values.astype(np.int64)
    shares: Any = otherwise.probabilities
    return Predictions(values, np.where(missing[:, None], shares, np.eye(given.classes)[values]))


def baseline(
    train: Train,
    parts: Mapping[PartName, Part],
    given: Answers,
    deciding: str,
    things: Mapping[PartName, pl.DataFrame],
) -> tuple[Kind, Predictions] | None:
    """Return what is said without a model of the test rows, and the kind of it; None where nothing is known to be true.

    Parameters
    ----------
    train : Train
    parts : mapping
    given : Answers
        Of the test rows.
    deciding : str
        The deciding metric: the constant that is best for it is taken.
    things : mapping
        Part -> the columns that say which thing a row is about, for persistence.

    Raises
    ------
    TrainingError
        The baseline that is asked for does not fit the problem or the split.
    """
    kind = kind_of(train, given, deciding)
    if kind is None:
        return None
    if kind == "persistence":
        return kind, persistence(parts, train.split, given, things)
    return kind, constant(kind, parts["training"], given)
