"""What an output was made from: rule file, inputs, learned values and versions, each by its content."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import polars as pl

from wrangle.catalogue import in_use
from wrangle.engine.pipeline import Pipeline
from wrangle.steps.base import Learned


def versions() -> dict[str, str]:
    """Return the versions of what computed an output, distributions that bring steps or checks in use among it."""
    return {
        "wrangle": version("wrangle"),
        "polars": pl.__version__,
        "python": ".".join(str(part) for part in sys.version_info[:3]),
        **{name: version(name) for name in in_use()},
    }


def learned_digest(learned: Mapping[int, Learned]) -> str:
    """Return the SHA-256 of what steps learned; equal values give equal digests.

    Examples
    --------
    >>> learned_digest({0: {"value": 1.0}}) == learned_digest({0: {"value": 1.0}})
    True
    """
    text = json.dumps({str(index): plain(value) for index, value in sorted(learned.items())}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """Return learned values as JSON values; a frame by the digest of its columns and rows."""
    if isinstance(value, pl.DataFrame):
        rows = value.write_ndjson().encode()
        return hashlib.sha256(repr(value.schema).encode() + rows).hexdigest()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


def lineage(pipeline: Pipeline, learned: Mapping[int, Learned], inputs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what an output was made from, as plain JSON values."""
    return {
        "rules": {"name": pipeline.name, "sha256": pipeline.digest},
        "inputs": inputs,
        "learned": {"sha256": learned_digest(learned)},
        "versions": versions(),
    }
