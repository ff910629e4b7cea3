"""Several spellings of one value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 60


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns with values that are likely spellings of another: by their words, or by few letters."""
    ways = {
        "fingerprint": "of another, in other case, blanks, punctuation or order of words",
        "edit_distance": "unlike a frequent one in few letters: look at each",
    }
    for name, column in evidence.columns.items():
        for method, text in ways.items():
            found = [_without_blanks(each) for each in column.spellings if each["method"] == method]
            found = [each for each in found if each["others"]]
            if found:
                cells = sum(sum(each["others"].values()) for each in found)
                examples = tuple(f"{next(iter(each['others']))!r} for {each['name']!r}" for each in found[:3])
                how = {} if method == "fingerprint" else {"method": method}
                count = sum(len(each["others"]) for each in found)
                said = f"{count:,} spelling{'s' * (count > 1)} {text}"
                step = {"cluster_values": {"column": name, **how}}
                yield Concern("spellings", (name,), said, cells, column.exact, examples=examples, step=step)


def _without_blanks(cluster: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a cluster without the spellings that differ by blanks at the ends alone: they are told by themselves."""
    others = {text: rows for text, rows in cluster["others"].items() if text.strip() != cluster["name"].strip()}
    return {**cluster, "others": others}
