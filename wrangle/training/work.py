"""A training at work: its rows are divided and cleaned, and stand ready in matrices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import polars as pl

from wrangle.bundle.encoding import Encoding
from wrangle.engine.united import united
from wrangle.errors import TrainingError
from wrangle.sections.train import Split, Train
from wrangle.sources.input import Input
from wrangle.training.choosing import hold_columns
from wrangle.training.dividing import division_of
from wrangle.training.memory import beyond_memory, columns_ahead, matrix_bytes, memory_limit
from wrangle.training.named import own_recipe
from wrangle.training.part import Part, PartName
from wrangle.training.prepare import Prepared, prepare
from wrangle.training.recipe import ONE_HOT, Recipe
from wrangle.training.request import Request
from wrangle.training.side import Wanted
from wrangle.training.target import understand
from wrangle.training.validation import with_validation


@dataclass(frozen=True)
class Work:
    """What was asked for, and the clean rows in their parts, ready for an estimator."""

    request: Request
    section: Train
    input: Input
    split: Split
    """With the share of validation that was taken where it is needed."""
    prepared: Prepared
    recipe: Recipe
    """How the estimator is made."""
    encoding: Encoding
    """How the features become the matrix of the recipe."""
    parts: Mapping[PartName, Part]
    notes: tuple[str, ...] = ()
    """What was done that the rule file does not say."""

    def encoding_of(self, recipe: Recipe, features: Sequence[str]) -> Encoding:
        """Return how features become the matrix that a recipe takes."""
        return encoding_of(self.prepared, recipe, features)


def encoding_of(prepared: Prepared, recipe: Recipe, features: Sequence[str]) -> Encoding:
    """Return how features become the matrix that a recipe takes, levels learned from the training rows."""
    return prepared.gatherer.encoding(features, recipe.style, recipe.precision, recipe.max_levels)


def precision_of(section: Train, own: Any) -> Any:
    """Return the numbers of the matrices: those that all estimators that are named work in."""
    named = [section.estimator, *(each.estimator for each in section.compare.values() if each.estimator)]
    boosting = any(each == "auto" or "HistGradientBoosting" in each for each in named)
    return "float64" if boosting or own is not None else "float32"


@contextmanager
def at_work(request: Request, section: Train, input_: Input) -> Iterator[Work]:
    """Divide the rows, clean them, and make them ready; what lies on disk is removed at the end.

    Parameters
    ----------
    request : Request
    section : Train
    input_ : Input
        The raw data.

    Raises
    ------
    TrainingError
        Target, features, split, estimator, search or metrics do not fit.
    """
    input_ = united(request.pipeline, input_)
    split, notes = with_validation(section, request.estimator, input_.rows)
    limit = memory_limit(section.memory)
    prepared, more = _prepared(request, section, input_, split, limit)
    with closing(prepared.gatherer):
        prepared.target = understand(section, prepared.values())
        notes += (*more, *prepared.leave_unknown(), *_without_target(prepared))
        recipe = own_recipe(section, request.estimator, prepared.target)
        encoding = encoding_of(prepared, recipe, prepared.features)
        notes += _spilled(request, section, prepared, encoding, limit)
        parts = prepared.parts(encoding)
        _hold_sizes(parts)
        notes += recipe.prepares
        yield Work(request, section, input_, split, prepared, recipe, encoding, parts, notes)


def _prepared(
    request: Request, section: Train, input_: Input, split: Split, limit: int
) -> tuple[Prepared, Sequence[str]]:
    """Return the clean rows in their parts, and whether they lie on disk, in words."""
    session, own = request.session(input_), request.estimator
    hold_columns(session, section)
    division = division_of(session, section, split, request.held)
    notes: list[str] = []

    def on_disk(wanted: Wanted, batch: pl.DataFrame) -> bool:
        columns = columns_ahead(wanted, batch, _most_columns(section, own))
        note = beyond_memory(section, own, matrix_bytes(wanted, len(division.codes), columns), limit)
        notes.extend(() if note is None else (note,))
        return note is not None

    return prepare(session, section, division, precision_of(section, own), on_disk=on_disk), notes


def _spilled(request: Request, section: Train, prepared: Prepared, encoding: Encoding, limit: int) -> tuple[str, ...]:
    """Put matrices on disk where there are more texts than the first rows told; return that, in words."""
    gatherer = prepared.gatherer
    rows = sum(side.height for side in gatherer.sides.values())
    size = matrix_bytes(gatherer.wanted, rows, len(encoding.names))
    note = None if gatherer.on_disk else beyond_memory(section, request.estimator, size, limit)
    if note is None:
        return ()
    gatherer.spill()
    return (note,)


def _most_columns(section: Train, own: Any) -> int:
    """Return the most columns that a text becomes for the estimator that is trained."""
    levels = own is None and (section.estimator == "auto" or "HistGradientBoosting" in section.estimator)
    return 1 if levels else ONE_HOT


def _without_target(prepared: Prepared) -> tuple[str, ...]:
    left = sum(each.without_target for each in prepared.gatherer.sides.values())
    return (f"{left:,} clean rows without a target are left out",) if left else ()


def _hold_sizes(parts: Mapping[PartName, Part]) -> None:
    for name, part in parts.items():
        if len(part) < 2:
            raise TrainingError(
                f"train: the {name} part has {len(part)} rows after cleaning: look at the quarantine, or at `split`"
            )
