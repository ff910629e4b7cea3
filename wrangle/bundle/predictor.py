"""Answers raw records and raw tables by a bundle: clean, encode, ask; nothing is planned anew for a call."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from wrangle.bundle.asking import Predictions
from wrangle.bundle.bundle import Bundle
from wrangle.bundle.cleaning import clean, clean_frame
from wrangle.bundle.model import Model, label_text
from wrangle.engine.outcomes import Outcomes, Rejection
from wrangle.errors import ArtefactError

MODEL = "model"
"""Who rejects a record that is clean, but that the estimator cannot take."""
BATCH = 50_000
"""How many rows of a table are answered at a time."""


@dataclass(frozen=True)
class _Answered:
    """What became of some records: columns for those that were answered, reasons for the others."""

    cleaned: Outcomes
    said: Predictions
    """What the model says of the records that were answered."""
    places: Sequence[int]
    """The place in the input of each row of `said`."""
    rejected: Mapping[int, Rejection]


class Predictor:
    """Answers records and tables by a bundle. Threads may share it.

    Parameters
    ----------
    bundle
        What `load_bundle` gave.

    Raises
    ------
    ArtefactError
        The pipeline does not make a column that the model needs.
    """

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self._model: Model = bundle.model
        self._pipeline = bundle.pipeline
        self._keys = tuple((label_text(each), f"probability_{label_text(each)}") for each in self._model.classes)
        self._features = tuple(each.name for each in self._model.encoding.features)
        self._warm()

    def _warm(self) -> None:
        """Plan, import and allocate now what the first call would have to."""
        empty = clean(self._pipeline, []).frame
        missing = [name for name in self._features if name not in empty.columns]
        if missing:
            raise ArtefactError(f"{self.bundle.folder}: the pipeline makes no column {missing[0]!r}: train it anew")
        self._model.answer(clean(self._pipeline, [], self._features).frame)

    def answers(self, records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return an answer for each raw record, in their order.

        Parameters
        ----------
        records : sequence of mapping
            Raw column -> value, as dirty as the raw files; what is left out is null.

        Returns
        -------
        list of dict
            `status` (ok, flagged or rejected), then `prediction`, for classes `probabilities`, for anomalies `score`,
            if flagged `flags` (each `by`, `why`), if rejected `rejected_by` and `why`; JSON values throughout.
        """
        done = self._answered(clean(self._pipeline, records, self._features))
        found: dict[int, dict[str, Any]] = {
            place: {"status": "rejected", "prediction": None, "rejected_by": list(each.by), "why": list(each.why)}
            for place, each in done.rejected.items()
        }
        for place, answer in zip(done.places, self._answers(done.said), strict=True):
            found[place] = answer
            if place in done.cleaned.flags:
                answer["status"] = "flagged"
                answer["flags"] = [{"by": by, "why": why} for by, why in done.cleaned.flags[place]]
        return [found[place] for place in range(len(records))]

    def _answers(self, said: Predictions) -> Iterator[dict[str, Any]]:
        """Yield what the model says of each row, as JSON values."""
        labels = [label for label, _ in self._keys]
        shares = None if said.probabilities is None else said.probabilities.tolist()
        scores = None if said.scores is None else said.scores.tolist()
        for row, value in enumerate(self._model.labels(said.values)):
            answer: dict[str, Any] = {"status": "ok", "prediction": _json(value)}
            if shares is not None:
                answer["probabilities"] = dict(zip(labels, map(_json, shares[row]), strict=True))
            if scores is not None:
                answer["score"] = _json(scores[row])
            yield answer

    def answer_frame(self, raw: pl.DataFrame) -> pl.DataFrame:
        """Return an answer for each row of a raw table, in their order; the same bits as `answers` gives.

        Parameters
        ----------
        raw : polars.DataFrame, (rows, raw columns)

        Returns
        -------
        polars.DataFrame, (rows, columns)
            `status`, `prediction`, for classes `probability_<class>` of each, for anomalies `score`; `rejected_by` and
            `why`, lists; `flags`, a list of structs of `by` and `why`.
        """
        parts = [self._frame(part) for part in raw.iter_slices(BATCH)] or [self._frame(raw)]
        return pl.concat(parts)

    def _frame(self, raw: pl.DataFrame) -> pl.DataFrame:
        done = self._answered(clean_frame(self._pipeline, raw, self._features))
        places = pl.Series("place", done.places, pl.UInt32)
        answers = self._model.table(done.said)
        said = answers.insert_column(0, places)
        told = pl.DataFrame(list(self._told(done, raw.height)), schema=_TOLD, orient="row")
        columns = ("status", *answers.columns[1:], "rejected_by", "why", "flags")
        return told.join(said, on="place", how="left", maintain_order="left").select(columns)

    def _told(self, done: _Answered, rows: int) -> Iterator[tuple[Any, ...]]:
        for place in range(rows):
            if place in done.rejected:
                each = done.rejected[place]
                yield place, "rejected", list(each.by), list(each.why), None
            else:
                flags = [{"by": by, "why": why} for by, why in done.cleaned.flags.get(place, ())]
                yield place, "flagged" if flags else "ok", None, None, flags or None

    def _answered(self, cleaned: Outcomes) -> _Answered:
        """Return what the model says of clean rows, those put aside that it cannot take."""
        import numpy as np

        matrix = self._model.encoding.matrix(cleaned.frame)
        refused = self._refused(matrix)
        if refused is None:
            return _Answered(cleaned, self._model.predict(matrix), cleaned.places, cleaned.rejected)
        places = np.asarray(cleaned.places)
        names = self._model.encoding.names
        reasons = {
            int(places[row]): self._why(names, refused[row], matrix[row]) for row in np.flatnonzero(refused.any(axis=1))
        }
        kept = ~refused.any(axis=1)
        said = self._model.predict(matrix[kept])
        return _Answered(cleaned, said, places[kept].tolist(), {**cleaned.rejected, **reasons})

    def _refused(self, matrix: Any) -> Any | None:
        """Return which cells the estimator cannot take; None where it takes all."""
        import numpy as np

        with np.errstate(invalid="ignore"):
            fine = np.isfinite(matrix) if not self._takes_gaps else ~np.isinf(matrix)
        return None if fine.all() else ~fine

    @cached_property
    def _takes_gaps(self) -> bool:
        """Whether the estimator takes missing values."""
        return _takes_gaps(self._model.estimator)

    @staticmethod
    def _why(names: Sequence[str], refused: Any, row: Any) -> Rejection:
        what = {True: "is missing, and this model takes no missing values", False: "is infinite, or beyond float32"}
        bad = [(name, math.isnan(value)) for name, bad, value in zip(names, refused, row, strict=True) if bad]
        return Rejection((MODEL,), tuple(f"the feature {name!r} {what[gap]}" for name, gap in bad))


def _takes_gaps(estimator: Any) -> bool:
    """Tell whether an estimator takes missing values; scikit-learn says no of every pipeline, whatever fills there."""
    from sklearn.pipeline import Pipeline
    from sklearn.utils import get_tags

    if isinstance(estimator, Pipeline):
        steps = [step for _, step in estimator.steps if step not in {None, "passthrough"}]
        filling = [at for at, step in enumerate(steps) if type(step).__module__.startswith("sklearn.impute.")]
        return all(map(_takes_gaps, steps[: filling[0] + 1] if filling else steps))
    try:
        return bool(get_tags(estimator).input_tags.allow_nan)
    except (AttributeError, TypeError, ValueError):
        return True  # a class of the user's own says nothing


_TOLD = pl.Schema(
    {
        "place": pl.UInt32(),
        "status": pl.String(),
        "rejected_by": pl.List(pl.String()),
        "why": pl.List(pl.String()),
        "flags": pl.List(pl.Struct({"by": pl.String(), "why": pl.String()})),
    }
)


def _json(value: Any) -> Any:
    """Return a number that JSON has no word for as null."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
