"""Dates and times that are text."""

from __future__ import annotations

from collections.abc import Iterator

from wrangle.explore.profile.evidence import Evidence
from wrangle.explore.profile.facts import Concern

ORDER = 54

ISO = {f"%Y-%m-%d{clock}" for clock in ("", " %H:%M", " %H:%M:%S", "T%H:%M", "T%H:%M:%S", "T%H:%M:%S%.f%#z")}
"""Formats of ISO 8601: in a file where all is text, the contract's types read them."""


def find(evidence: Evidence) -> Iterator[Concern]:
    """Yield the columns of text that hold dates: in several formats, with odd ones, or with day and month in doubt."""
    for name, column in evidence.columns.items():
        if column.looks not in {"date", "time"} or not column.texts or not column.times:
            continue
        formats = column.times.formats
        odd = sum(rows for kind, rows in column.texts.kinds.items() if kind not in {"date", "missing"})
        if (
            evidence.text
            and set(formats) <= ISO
            and len(formats) == 1
            and set(column.texts.kinds) <= {"date", "missing"}
        ):
            continue
        said = [f"in {len(formats)} formats"] * (len(formats) > 1)
        said += ["some of which read as another day with day and month the other way round"] * bool(
            column.times.ambiguous
        )
        said += [f"{odd:,} other cells among them"] * bool(odd)
        text = f"{'dates' if column.looks == 'date' else 'times'} that are text{'; ' * bool(said)}{'; '.join(said)}"
        to = "date" if column.looks == "date" else "datetime"
        step = {"parse_datetime": {"column": name, "formats": list(formats), "to": to, "otherwise": "null"}}
        examples = tuple(f"{each} {rows:,}" for each, rows in formats.items())
        yield Concern("dates", (name,), text, sum(formats.values()), column.exact, examples=examples, step=step)
