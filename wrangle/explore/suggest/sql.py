"""Writes names and texts as SQL has them."""

from __future__ import annotations

import re


def named(column: str) -> str:
    """Return a column's name as SQL has it.

    Examples
    --------
    >>> named("city"), named("City name")
    ('city', '"City name"')
    """
    return column if re.fullmatch(r"[a-z_][a-z0-9_]*", column) else '"' + column.replace('"', '""') + '"'


def text(value: str) -> str:
    """Return a text as SQL has it.

    Examples
    --------
    >>> text("King's Road")
    "'King''s Road'"
    """
    return "'" + value.replace("'", "''") + "'"
