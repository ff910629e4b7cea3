"""Steps that rewrite columns one by one, each where it stands or into a new one: what such steps share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

import polars as pl
from pydantic import BeforeValidator, model_validator

from wrangle.errors import StatisticError
from wrangle.schema import Family
from wrangle.statistics.base import Statistic
from wrangle.statistics.counts import Counts
from wrangle.steps.base import ColumnStep, Learned
from wrangle.steps.options import (
    Column,
    Columns,
    NewColumn,
    NumberColumn,
    NumberColumns,
    Reads,
    Selector,
    TextColumn,
    TextColumns,
    as_selector,
)

LEVELS: tuple[Family, ...] = ("text", "number", "boolean")
LevelColumn = Annotated[str, Reads(LEVELS)]
"""The name of a column of values that can stand for kinds: text, numbers or truth values."""
LevelColumns = Annotated[Selector, BeforeValidator(as_selector), Reads(LEVELS)]
"""Columns of such values."""


class InPlaceStep(ColumnStep):
    """A step that rewrites the column of its `column`, or each of those of its `columns`."""

    column: Column | None = None
    """The column to rewrite, in place."""

    columns: Columns | None = None
    """Several columns to rewrite, in place."""

    into: NewColumn | None = None
    """A new column for what comes of `column`, which then stays as it is."""

    @model_validator(mode="after")
    def _names_its_columns(self) -> Self:
        if (self.column is None) == (self.columns is None):
            raise ValueError(f"{self.keyword()} needs either `column` or `columns`")
        if self.into is not None and self.column is None:
            raise ValueError(
                f"{self.keyword()} takes `into` with `column` only: several columns are rewritten in place"
            )
        return self

    def nothing_to_learn(self, name: str) -> StatisticError:
        """Return the error about a column that has no value to learn from."""
        what = f"{self.label}: column {name!r} has no value to learn from in the training data"
        return StatisticError(f"{what}: leave it out, or fill it before")

    def rewritten(self, name: str, learned: Learned) -> pl.Expr:
        """Return what comes of a column."""
        raise NotImplementedError

    def express(self, learned: Learned) -> list[pl.Expr]:
        """Return each column rewritten."""
        return [self.rewritten(name, learned).alias(self.into or name) for name in self.reads_in_place()]


class ValuesInPlaceStep(InPlaceStep):
    """A step that learns the values of its columns; what becomes of one that was not seen, its `unseen` says."""

    @property
    def otherwise(self) -> str:
        """What becomes of a value that was not seen, where `unseen` makes a misfit of it."""
        unseen: str = self.unseen  # type: ignore[attr-defined]  # each step has its own choices
        return unseen if unseen in {"null", "quarantine", "fail"} else ""

    @property
    def misfit(self) -> str:
        """What is said of a misfit."""
        return "was not seen in training"

    def statistics(self) -> Mapping[str, Statistic]:
        """Return how often each value stands."""
        return {name: Counts(name) for name in self.reads_in_place()}

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Return what `learned` makes of each column's statistics."""
        return {name: self.learned(name, found) for name, found in values.items()}

    def learned(self, name: str, found: pl.DataFrame) -> Any:
        """Return what is learned of a column."""
        raise NotImplementedError


class TextInPlaceStep(InPlaceStep):
    """A step that rewrites columns of text."""

    column: TextColumn | None = None
    """The column to rewrite, in place."""

    columns: TextColumns | None = None
    """Several columns to rewrite, in place; `all`: all columns of text."""


class NumberInPlaceStep(InPlaceStep):
    """A step that rewrites columns of numbers."""

    column: NumberColumn | None = None
    """The column to rewrite, in place."""

    columns: NumberColumns | None = None
    """Several columns to rewrite, in place; `all`: all columns of numbers."""


class LevelInPlaceStep(InPlaceStep):
    """A step that rewrites columns of values that stand for kinds: text, numbers or truth values."""

    column: LevelColumn | None = None
    """The column to rewrite, in place."""

    columns: LevelColumns | None = None
    """Several columns to rewrite, in place; `all`: all columns of text, numbers and truth values."""
