"""Text that was read in another encoding than it was written in."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 46

BROKEN = (
    r"\u{fffd}|â€|[ÂÃÅ][\u{80}-\u{bf}\u{152}\u{153}\u{160}\u{161}\u{178}\u{17d}\u{17e}\u{192}\u{2018}-\u{201e}"
    r"\u{2020}-\u{2022}\u{2026}\u{2030}\u{2039}\u{203a}\u{20ac}\u{2122}]"
)
"""What UTF-8 looks like when it is read as Latin-1 or Windows-1252, and what replaces bytes that are no text."""


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns with such text."""
    for name, column in evidence.columns.items():
        if column.texts is None:
            continue
        values = evidence.values[name].frame
        broken = values.filter(values["value"].cast(str).str.contains(BROKEN))
        if broken.height:
            examples = tuple(map(repr, broken["value"].cast(str).head(3)))
            text = "text that was read in another encoding than it was written in"
            step = {"fix_encoding": {"columns": [name]}}
            yield Concern(
                "encoding", (name,), text, int(broken["count"].sum()), column.exact, examples=examples, step=step
            )
