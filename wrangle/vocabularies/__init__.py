"""The built-in vocabularies: CSV files of `spelling` and `name`, and perhaps other columns to write instead."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """Return the names of the built-in vocabularies.

    Examples
    --------
    >>> names()
    ['countries']
    """
    return sorted(file.stem for file in FOLDER.glob("*.csv") if not file.stem.endswith("_aliases"))
