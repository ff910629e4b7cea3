"""Compares the rows of two versions: which came, which went, and which cells are others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from wrangle.errors import SourceError, did_you_mean
from wrangle.repository.schemas import SchemaChange, schema_change
from wrangle.sources.versions import REJECTED

EXAMPLES = 5
"""Cells and rows that are shown of each kind."""

SIDE, OTHER = "__before", "__after"


@dataclass(frozen=True)
class Difference:
    """What is different between two versions."""

    before: str
    after: str
    rows: tuple[int, int]
    """Rows before and after."""
    schema: SchemaChange
    added: int
    """Rows that are only after; by key where there is one, else rows as a whole."""
    removed: int
    """Rows that are only before."""
    changed: int
    """Rows of the same key with a cell that is another; 0 without a key."""
    cells: pl.DataFrame
    """Of each column with other cells: `column`, `changed`, and examples `key`, `before`, `after`."""
    examples: pl.DataFrame
    """The first rows that came or went: `what`, and their columns."""

    def __bool__(self) -> bool:
        return bool(self.schema or self.added or self.removed or self.changed)

    def __str__(self) -> str:
        head = f"{self.before} -> {self.after}: {self.rows[0]:,} rows -> {self.rows[1]:,}"
        if not self:
            return f"{head}\nno difference"
        lines = [head, f"rows: {self.added:,} added, {self.removed:,} removed, {self.changed:,} changed"]
        lines += [f"columns: {', '.join(self.schema.lines())}"] if self.schema else []
        for row in self.cells.iter_rows(named=True):
            shown = ", ".join(
                f"{key}: {one} -> {other}"
                for key, one, other in zip(row["key"], row["before"], row["after"], strict=True)
            )
            lines.append(f"  {row['column']}: {row['changed']:,} changed ({shown})")
        for row in self.examples.iter_rows(named=True):
            sign = "+" if row.pop("what") == "added" else "-"
            lines.append(f"  {sign} " + ", ".join(f"{name} {value!r}" for name, value in row.items()))
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        import html

        told = html.escape(str(self).split("\n  ", 1)[0])
        tables = [each._repr_html_() for each in (self.cells, self.examples) if each.height]
        return f"<pre>{told}</pre>" + "".join(tables)


@dataclass(frozen=True)
class Side:
    """One of the two: its name, and its rows."""

    name: str
    frame: pl.LazyFrame


def difference(before: Side, after: Side, key: Sequence[str] = ()) -> Difference:
    """Compare two frames.

    Parameters
    ----------
    before, after : Side
    key : sequence of str
        The columns by which a row is the same one; without it, rows are the same if all their cells are, and it counts
        how often each stands there.

    Raises
    ------
    SourceError
        A key is missing or stands more than once.

    Examples
    --------
    >>> one, two = pl.LazyFrame({"k": [1, 2], "v": ["a", "b"]}), pl.LazyFrame({"k": [2, 3], "v": ["c", "d"]})
    >>> found = difference(Side("t@0", one), Side("t@1", two), ["k"])
    >>> found.added, found.removed, found.changed
    (1, 1, 1)
    """
    one, other = (side.frame.drop(REJECTED, strict=False) for side in (before, after))
    ours, theirs = one.collect_schema(), other.collect_schema()
    schema = schema_change(
        {name: str(each) for name, each in ours.items()}, {name: str(each) for name, each in theirs.items()}
    )
    counts = pl.collect_all([each.select(pl.len()) for each in (one, other)])
    rows = (counts[0].item(), counts[1].item())
    shared = [name for name in ours if name in theirs]
    one, other = _alike(one.select(shared), other.select(shared), schema)
    found = _by_key(one, other, before, after, key) if key else _whole(one, other, shared)
    return Difference(before.name, after.name, rows, schema, *found)


def _alike(one: pl.LazyFrame, other: pl.LazyFrame, schema: SchemaChange) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Return two frames whose columns are of the same types: text where they were not."""
    texts = [pl.col(name).cast(pl.String) for name in schema.changed]
    return (one.with_columns(texts), other.with_columns(texts)) if texts else (one, other)


def _whole(
    one: pl.LazyFrame, other: pl.LazyFrame, names: list[str]
) -> tuple[int, int, int, pl.DataFrame, pl.DataFrame]:
    """Compare rows as a whole, each as often as it stands there."""
    counted = pl.concat([one.with_columns(pl.lit(-1).alias(SIDE)), other.with_columns(pl.lit(1).alias(SIDE))])
    odd = counted.group_by(names).agg(pl.col(SIDE).sum()).filter(pl.col(SIDE) != 0)
    total = odd.select(
        added=pl.col(SIDE).filter(pl.col(SIDE) > 0).sum(), removed=-pl.col(SIDE).filter(pl.col(SIDE) < 0).sum()
    )
    what = pl.when(pl.col(SIDE) > 0).then(pl.lit("added")).otherwise(pl.lit("removed")).alias("what")
    first = [
        odd.filter(sign).sort(names).head(EXAMPLES).select(what, *names)
        for sign in (pl.col(SIDE) > 0, pl.col(SIDE) < 0)
    ]
    counts, *examples = pl.collect_all([total, *first])
    return counts["added"].item(), counts["removed"].item(), 0, _no_cells(), pl.concat(examples)


def _by_key(
    one: pl.LazyFrame, other: pl.LazyFrame, before: Side, after: Side, key: Sequence[str]
) -> tuple[int, int, int, pl.DataFrame, pl.DataFrame]:
    """Compare rows of the same key, cell by cell."""
    keys = list(key)
    _hold_key(one, before, keys)
    _hold_key(other, after, keys)
    names = [name for name in one.collect_schema() if name not in keys]
    both = one.join(other, on=keys, how="inner", suffix=OTHER, nulls_equal=True)
    changes = [pl.col(name).ne_missing(pl.col(f"{name}{OTHER}")).alias(name) for name in names]
    marked = both.select(changes) if names else both.select(pl.lit(False).alias(SIDE))
    totals = marked.select(pl.all().sum(), pl.any_horizontal(pl.all()).sum().alias(SIDE))
    came, went = (
        left.join(right.select(keys), on=keys, how="anti", nulls_equal=True)
        for left, right in ((other, one), (one, other))
    )
    first = [_first(frame, keys, what) for frame, what in ((came, "added"), (went, "removed"))]
    told, added, removed, *examples = pl.collect_all([totals, came.select(pl.len()), went.select(pl.len()), *first])
    cells = [_cells(both, keys, name, told[name].item()) for name in names if told[name].item()]
    changed = int(told[SIDE].item() or 0)
    return added.item(), removed.item(), changed, pl.concat(cells) if cells else _no_cells(), pl.concat(examples)


def _hold_key(frame: pl.LazyFrame, side: Side, keys: list[str]) -> None:
    schema = frame.collect_schema()
    if missing := [name for name in keys if name not in schema]:
        raise SourceError(f"{side.name} has no column {missing[0]!r} to be the key: {did_you_mean(missing[0], schema)}")
    twice = frame.select(keys).group_by(keys).len().filter(pl.col("len") > 1).sort(keys).head(1).collect()
    if twice.height:
        shown = ", ".join(f"{name} {twice[name][0]!r}" for name in keys)
        raise SourceError(f"{side.name}: the key {shown} stands {twice['len'][0]} times: name columns that are unique")


def _first(frame: pl.LazyFrame, keys: list[str], what: str) -> pl.LazyFrame:
    return frame.sort(keys).head(EXAMPLES).select(pl.lit(what).alias("what"), pl.all())


def _cells(both: pl.LazyFrame, keys: list[str], name: str, count: int) -> pl.DataFrame:
    """Return how many cells of a column are others, with the first few."""
    odd = both.filter(pl.col(name).ne_missing(pl.col(f"{name}{OTHER}"))).sort(keys).head(EXAMPLES)
    label = pl.concat_str([pl.col(key).cast(pl.String, strict=False).fill_null("null") for key in keys], separator=", ")
    shown = odd.select(key=label, before=_shown(pl.col(name)), after=_shown(pl.col(f"{name}{OTHER}"))).collect()
    told = {"column": [name], "changed": [count], **{each: [shown[each].to_list()] for each in shown.columns}}
    return pl.DataFrame(told, schema=_no_cells().schema)


def _shown(column: pl.Expr) -> pl.Expr:
    return pl.format("{}", column).fill_null("null")


def _no_cells() -> pl.DataFrame:
    texts = pl.List(pl.String())
    return pl.DataFrame(
        schema={"column": pl.String(), "changed": pl.Int64(), "key": texts, "before": texts, "after": texts}
    )
