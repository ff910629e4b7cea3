"""What becomes of each row on either side: it leaves clean, goes to the quarantine, or is dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from wrangle.explore.diff.side import REASONS, Side

FATES = ("dropped", "clean", "quarantined", "not read")
"""What may become of a row; not read is one that only the other side's source, or a `union` of it, has."""
NOT_READ = 3
EXAMPLES = 5


@dataclass(frozen=True)
class Moved:
    """Rows of which another thing becomes now, or for another reason."""

    before: str
    after: str
    rows: int
    by: Mapping[str, int] = field(default_factory=dict)
    """Who rejects them, or did -> rows."""
    examples: tuple[tuple[int, str], ...] = ()
    """The first of them, each with the reason."""


class Fates:
    """What became of each row, a byte each.

    Examples
    --------
    >>> fates = Fates()
    >>> fates.clean(pl.Series([0, 2]), 3)
    >>> fates.all.tolist()
    [1, 0, 1]
    """

    def __init__(self) -> None:
        self._parts: list[Any] = []
        self._rows = 0

    def clean(self, rows: pl.Series, end: int) -> None:
        """Take in that these rows leave, of all up to `end` that were not told of before."""
        import numpy as np

        fates = np.zeros(end - self._rows, np.uint8)
        fates[rows.to_numpy().astype(np.int64) - self._rows] = 1
        self._parts.append(fates)
        self._rows = end

    @property
    def all(self) -> Any:
        """numpy.ndarray, (rows,), uint8: the place of each row's fate in `FATES`."""
        import numpy as np

        whole = np.concatenate(self._parts) if self._parts else np.zeros(0, np.uint8)
        self._parts = [whole]
        return whole

    def fill(self, rows: int) -> None:
        """Take in that further rows, up to a number of them, were not read."""
        import numpy as np

        if rows > self._rows:
            self._parts.append(np.full(rows - self._rows, NOT_READ, np.uint8))
            self._rows = rows

    def reject(self, rows: pl.Series) -> None:
        """Take in that these rows are in the quarantine."""
        self.all[rows.to_numpy()] = 2


def moved(old: Side, new: Side, before: Fates, after: Fates) -> list[Moved]:
    """Return the rows of which another thing becomes, and those that are rejected for other reasons.

    Parameters
    ----------
    old, new : Side
        Finished.
    before, after : Fates
        With all clean rows told.
    """
    rows = max(len(before.all), len(after.all))
    for side, fates in ((old, before), (new, after)):
        fates.fill(rows)
        for block in side.quarantine():
            fates.reject(block["row"])
    return [*_elsewhere(old, new, before.all, after.all), *_otherwise(old, new, before.all, after.all)]


def _elsewhere(old: Side, new: Side, before: Any, after: Any) -> Iterator[Moved]:
    import numpy as np

    kinds = before.astype(np.int16) * len(FATES) + after
    kinds[before == after] = -1
    for kind in np.unique(kinds[kinds >= 0]).tolist():
        one, other = divmod(kind, len(FATES))
        rows = np.flatnonzero(kinds == kind)
        side = new if other == 2 else old if one == 2 else None
        yield _told(FATES[one], FATES[other], rows, side)


def _told(before: str, after: str, rows: Any, side: Side | None) -> Moved:
    """Return rows that moved, with who rejects them on a side."""
    first = pl.Series("row", rows[:EXAMPLES], pl.UInt32)
    if side is None:
        return Moved(before, after, len(rows), {}, tuple((row, "") for row in first))
    by: Counter[str] = Counter()
    told: dict[int, str] = {}
    mine = pl.Series("row", rows, pl.UInt32).to_frame()
    for block in side.quarantine():
        found = block.join(mine, on="row", how="semi")
        by.update(dict(found.select(pl.col("by").explode()).to_series().value_counts().iter_rows()))
        shown = found.filter(pl.col("row").is_in(first.implode()))
        told |= {row: _reason(names, why) for row, names, why in shown.iter_rows()}
    examples = tuple((row, told.get(row, "")) for row in first)
    return Moved(before, after, len(rows), dict(sorted(by.items(), key=lambda pair: (-pair[1], pair[0]))), examples)


def _reason(names: list[str], why: list[str]) -> str:
    return f"{', '.join(names)}: {'; '.join(why)}"


def _otherwise(old: Side, new: Side, before: Any, after: Any) -> Iterator[Moved]:
    """Yield the rows that are rejected on both sides, by others or for other reasons."""
    import numpy as np

    both = np.flatnonzero((before == 2) & (after == 2))
    if not len(both):
        return
    mine = pl.Series("row", both, pl.UInt32).to_frame()
    one, other = (_hashed(side, mine) for side in (old, new))
    differ = one.join(other, on="row").filter(pl.col("reason") != pl.col("reason_right"))["row"].sort().to_numpy()
    if len(differ):
        yield _told(FATES[2], FATES[2], differ, new)


def _hashed(side: Side, rows: pl.DataFrame) -> pl.DataFrame:
    """Return a hash of the reasons of some rows."""
    reason = pl.concat_str([pl.col("by").list.join("\x1f"), pl.col("why").list.join("\x1f")], separator="\x1e").hash(0)
    parts = [block.join(rows, on="row", how="semi").select("row", reason=reason) for block in side.quarantine()]
    return pl.concat(parts) if parts else pl.DataFrame(schema={"row": REASONS["row"], "reason": pl.UInt64()})
