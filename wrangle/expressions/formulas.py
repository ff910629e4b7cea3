"""Finds our named formulas, the steps that are also functions of SQL: only those asked for are imported."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

CHAPTER = "combine"
"""The chapter of the catalogue that holds the formulas."""


@dataclass(frozen=True)
class Formula:
    """A formula as a function: refuses a wrong number of arguments by a sentence."""

    name: str
    arguments: tuple[str, ...]
    evaluate: Callable[..., pl.Expr]

    def __call__(self, *given: pl.Expr) -> pl.Expr:
        """Return the formula's expression over the arguments given."""
        if len(given) != len(self.arguments):
            wanted = ", ".join(self.arguments)
            many = f"{len(self.arguments)} argument{'s' * (len(self.arguments) != 1)}"
            raise ValueError(f"{self.name} takes {many} ({wanted}), not {len(given)}")
        return self.evaluate(*given)


def formulas(names: Iterable[str]) -> dict[str, Formula]:
    """Return those of the names that are formulas of ours, ready to be called; others are left out.

    Parameters
    ----------
    names : iterable of str
        Names of functions, in small letters: `Parsed.functions`.

    Examples
    --------
    >>> formulas(["dew_point", "abs"])["dew_point"].arguments
    ('temperature', 'humidity')
    """
    known = set(formula_names())
    found = {name: _formula(name) for name in names if name in known}
    return {name: each for name, each in found.items() if each is not None}


@cache
def formula_names() -> Sequence[str]:
    """Return the keywords of the chapter that holds the formulas, without importing them.

    Examples
    --------
    >>> "dew_point" in formula_names()
    True
    """
    catalogue = _catalogue()
    return tuple(name for name in catalogue.modules("steps") if catalogue.chapter(name) == CHAPTER)


@cache
def _formula(name: str) -> Formula | None:
    step = _catalogue().operation("steps", name)
    return Formula(name, step.arguments(), step.evaluate) if hasattr(step, "evaluate") else None


def _catalogue() -> Any:
    """Return the catalogue of steps, found by name as it finds the steps: expressions stand below it."""
    return importlib.import_module("wrangle.catalogue")
