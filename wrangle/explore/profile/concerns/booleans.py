"""Truth values in several spellings."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import ColumnProfile, Concern

ORDER = 56


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns of text that hold truth values."""
    for name, column in evidence.columns.items():
        if column.looks == "boolean" and column.texts:
            if evidence.text and _are_plain(column):
                continue
            examples = tuple(f"{each['value']!r} {each['rows']:,}" for each in column.top[:5])
            text = f"truth values that are text, in {column.distinct - len(column.missing)} spellings"
            step = {"parse_boolean": {"columns": [name], "otherwise": "null"}}
            yield Concern("booleans", (name,), text, column.known, column.exact, examples=examples, step=step)


def _are_plain(column: ColumnProfile) -> bool:
    """Tell whether all are `true` and `false`, in any case: the types of the contract read them."""
    words = {str(each["value"]).lower() for each in column.top} - {each.lower() for each in column.missing}
    return words <= {"true", "false"}
