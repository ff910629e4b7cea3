"""Holds the arrays of trees against their bounds: a forged index would read memory that is not the model's."""

from __future__ import annotations

from typing import Any


def hold_bounds(estimator: Any, columns: int, where: str) -> None:
    """Refuse an estimator with a tree that leads out of its arrays."""
