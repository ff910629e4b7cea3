"""What formats there are: asked for where `source:` is read, without opening anything."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "formats"

FORMATS = tuple(sorted(each.stem for each in _FOLDER.glob("*.py") if each.stem not in {"__init__", "base"}))
"""The names of the formats: a file of the folder `formats` each."""
