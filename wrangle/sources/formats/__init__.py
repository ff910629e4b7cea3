"""What files may be written in: one file a format. The folder is the registry."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from wrangle.sources.formats.base import Format
from wrangle.sources.known import FORMATS
from wrangle.sources.packing import ENDINGS


@cache
def formats() -> dict[str, Format]:
    """Return name -> format.

    Examples
    --------
    >>> formats()["csv"].endings
    ('.csv', '.tsv', '.tab', '.txt', '.dat')
    """
    found = ((name, getattr(import_module(f"{__name__}.{name}"), _class(name))) for name in FORMATS)
    return {name: each() for name, each in found}


def format_of(name: str) -> str | None:
    """Return the format that a file's ending tells; packed text files have the ending of the packing after it.

    Examples
    --------
    >>> format_of("a.ndjson.zst"), format_of("a.PARQUET"), format_of("a.md")
    ('ndjson', 'parquet', None)
    """
    bare = name.lower()
    packed = next((ending for ending in ENDINGS if bare.endswith(ending)), "")
    bare = bare.removesuffix(packed)
    for format_, each in formats().items():
        if bare.endswith(each.endings) and (each.packs or not packed):
            return format_
    return None


def endings() -> tuple[str, ...]:
    """Return all endings that tell a format."""
    return tuple(ending for each in formats().values() for ending in each.endings)


def _class(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
