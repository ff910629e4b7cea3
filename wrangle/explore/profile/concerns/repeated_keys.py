"""Keys that nearly every row has for itself, but not every one."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 25


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the likely keys that are repeated in some rows."""
    for key in evidence.keys:
        if key["repeated"]:
            columns = tuple(key["columns"])
            text = "looks like a key, but some rows repeat it"
            step = {"deduplicate": {"keys": list(columns)}}
            yield Concern("repeated_key", columns, text, key["repeated"], key["exact"], "rows", step=step)
