"""What is noted of a fetch, with the version that it makes."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import polars as pl

from wrangle.secret import hidden_in
from wrangle.sources.address import shown
from wrangle.sources.input import Input
from wrangle.sources.places import place_of
from wrangle.sources.source import Source
from wrangle.sources.spec import SourceSpec
from wrangle.sources.versions import REJECTED, Version


def source_words(spec: SourceSpec) -> Any:
    """Return where a source lies, as plain values without secrets.

    Examples
    --------
    >>> source_words(SourceSpec(path="postgresql://me:hunter2@host/db", table="t"))
    {'path': 'postgresql://me:***@host/db', 'table': 't'}
    """
    paths = [shown(each) for each in ((spec.path,) if isinstance(spec.path, str) else spec.path)]
    found: dict[str, Any] = {"path": paths[0] if isinstance(spec.path, str) else paths} if paths else {}
    found |= {name: getattr(spec, name) for name in ("table", "query", "version", "as_of") if getattr(spec, name)}
    if isinstance(spec, Source):
        parts = {"stack": spec.stack, "join": spec.join}
        found |= {name: [source_words(each) for each in some] for name, some in parts.items() if some}
    words: dict[str, Any] = hidden_in(found)
    return words


def asked(spec: SourceSpec) -> str:
    """Return a digest of all that a source asks: with another one, the same file may give other rows."""
    told = spec.model_dump(mode="json", exclude={"repository", "options"}, exclude_defaults=True)
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()[:16]


def state(spec: SourceSpec) -> str | None:
    """Return a word that is another one once the data changed, where that can be told without reading them."""
    if isinstance(spec, Source) and (spec.stack or spec.join):
        return None
    words: list[str] = []
    for path in (spec.path,) if isinstance(spec.path, str) else spec.path:
        place = place_of(path)
        word = place.state(path, spec) if place else None
        if word is None:
            return None
        words.append(word)
    return "\n".join(words) or None


def noted(spec: SourceSpec, input_: Input, frame: pl.LazyFrame, before: Version | None = None) -> dict[str, Any]:
    """Return what to note of a version: where it is from, what it is, and when it was fetched.

    Parameters
    ----------
    spec : SourceSpec
    input_ : Input
        The source, opened.
    frame : polars.LazyFrame, (rows, columns)
        What is kept of it.
    before : Version, optional
        The version that rows are appended to.
    """
    schema = {name: str(dtype) for name, dtype in frame.collect_schema().items() if name != REJECTED}
    fetched = input_.digest()
    whole = f"{before.told.get('sha256')}\n{fetched}" if before else ""
    return {
        "source": source_words(spec),
        "asked": asked(spec),
        "fetched": fetched,
        "sha256": hashlib.sha256(whole.encode()).hexdigest() if before else fetched,
        "text": input_.text and (before is None or bool(before.told.get("text"))),
        "schema": schema,
        "rejected": input_.rejects.height + (int(before.told.get("rejected", 0)) if before else 0),
        "fetched_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "wrangle": version("wrangle"),
    }
