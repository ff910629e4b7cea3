"""Columns of numbers in which some cells are none, or are written in a way that programs do not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wrangle.explore.profile.concerns.odd_codes import digits
from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 50


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns of text that hold numbers but for some cells."""
    for name, column in evidence.columns.items():
        if column.looks != "number" or not column.texts or digits(column):
            continue
        kinds = column.texts.kinds
        odd = sum(rows for kind, rows in kinds.items() if kind not in {"number", "missing", "written number"})
        written = kinds.get("written number", 0)
        if odd or written:
            said = [f"{odd:,} are no number"] * bool(odd) + [f"{written:,} are written with other signs"] * bool(
                written
            )
            values = evidence.values[name].frame["value"].cast(str)
            examples = column.texts.odd or tuple(values.filter(values.str.contains(r"[^\d.\-+eE\s]")).head(3))
            step = {"parse_number": {"column": name, **_comma(written, examples), "otherwise": "null"}}
            text = f"holds numbers, of which {' and '.join(said)}"
            yield Concern("odd_numbers", (name,), text, odd + written, column.exact,
                          examples=tuple(map(repr, examples[:3])), step=step)  # fmt: skip


def _comma(written: int, examples: Sequence[str]) -> dict[str, str]:
    """Return the option that says which sign stands before the fraction, where a comma seems to."""
    import re

    comma = written and any(re.search(r"\d,\d{1,2}$|\d,\d{4,}$|\.\d{3},\d", each.strip()) for each in examples)
    return {"decimal": ","} if comma else {}
