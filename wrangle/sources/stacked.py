"""Puts the rows of several sources one after the other, columns matched by their names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import polars as pl

from wrangle.errors import SourceError
from wrangle.sources.input import REJECTS, Input
from wrangle.sources.readable import remade


def stacked(parts: Sequence[Input], labels: Sequence[str], column: str | None = None, *, fill: bool = True) -> Input:
    """Return the rows of all sources, in order.

    A column that is text in one source and numbers or dates in another becomes text; numbers of two kinds become the
    wider one.

    Parameters
    ----------
    parts : sequence of Input
    labels : sequence of str
        What to call each source, in `column` and in messages.
    column : str, optional
        The column to add that names the source of each row.
    fill : bool
        Whether a column that a source lacks is null there; else that is an error.

    Raises
    ------
    SourceError
        Columns do not go together; the message names column and source.

    Examples
    --------
    >>> from wrangle.sources.input import frame_input
    >>> one, two = (frame_input(pl.DataFrame({name: [1], "b": ["x"]})) for name in "ac")
    >>> stacked([one, two], ["one", "two"], "from").frame.collect().rows()
    [(1, 'x', None, 'one'), (None, 'x', 1, 'two')]
    """
    schemas = [part.frame.collect_schema() for part in parts]
    if not fill:
        _hold_same(schemas, labels)
    names = list(dict.fromkeys(name for schema in schemas for name in schema))
    if column in names:
        raise SourceError(f"`stack_column: {column}`: the sources have a column of this name: choose another one")
    types = {name: _common(name, [schema.get(name) for schema in schemas], labels) for name in names}
    added = [] if column is None else [column]
    frames = [
        part.frame.select(
            *((pl.col(name) if name in schema else pl.lit(None)).cast(types[name]).alias(name) for name in names),
            *(pl.lit(label).alias(each) for each in added),
        )
        for part, schema, label in zip(parts, schemas, labels, strict=True)
    ]
    rows = [part.rows for part in parts]
    return Input(
        pl.concat(frames),
        text=all(part.text for part in parts),
        origin=", ".join(part.origin for part in parts),
        files=tuple(file for part in parts for file in part.files),
        names=tuple(name for part in parts for name in part.names or map(str, part.files)),
        parts=tuple(parts),
        set_aside=tuple(each for part in parts for each in part.set_aside),
        rejects=_rejects(parts, labels),
        rows=None if None in rows else sum(each or 0 for each in rows),
        mended=lambda: remade(parts, lambda some: stacked(some, labels, column, fill=fill)),
        diagnose=lambda: next(filter(None, (part.diagnose() for part in parts)), None),
    )


def _hold_same(schemas: Sequence[pl.Schema], labels: Sequence[str]) -> None:
    for schema, label in zip(schemas[1:], labels[1:], strict=True):
        lacks = [name for name in schemas[0] if name not in schema]
        more = [name for name in schema if name not in schemas[0]]
        said = ["lacks " + ", ".join(lacks)] * bool(lacks) + ["has besides " + ", ".join(more)] * bool(more)
        if said:
            help_ = "say `missing: null` to have them filled with nulls"
            raise SourceError(f"{label}: its columns are not those of {labels[0]}: it {' and '.join(said)}: {help_}")


def _common(name: str, types: Sequence[pl.DataType | None], labels: Sequence[str]) -> pl.DataType:
    """Return the type that a column has in the end."""
    present = [(each, label) for each, label in zip(types, labels, strict=True) if each not in {None, pl.Null()}]
    kinds = list(dict.fromkeys(each for each, _ in present if each is not None))
    if len(kinds) <= 1:
        return kinds[0] if kinds else pl.String()
    if all(each.is_numeric() for each in kinds):
        return reduce(_wider, kinds)
    if pl.String() in kinds and not any(each.is_nested() or each == pl.Binary() for each in kinds):
        return pl.String()
    said = ", ".join(f"{each} in {label}" for each, label in present)
    raise SourceError(f"the column {name!r} is of types that do not go together: {said}: rename it in one of them")


def _wider(one: pl.DataType, other: pl.DataType) -> pl.DataType:
    empty = [pl.Series("a", [], dtype=each) for each in (one, other)]
    return pl.concat([each.to_frame() for each in empty], how="vertical_relaxed").schema["a"]


def _rejects(parts: Sequence[Input], labels: Sequence[str]) -> pl.DataFrame:
    """Return the rows that could not be read whole, numbered through all sources."""
    found, before = [pl.DataFrame(schema=REJECTS)], 0
    last = max((number for number, part in enumerate(parts) if part.rejects.height), default=-1)
    for part, label in zip(parts[: last + 1], labels, strict=False):
        why = pl.format("{}: {}", pl.lit(label), "why").alias("why")
        found.append(part.rejects.select((pl.col("__row") + before).cast(REJECTS["__row"]), why))
        before += part.frame.select(pl.len()).collect().item() if part.rows is None else part.rows
    return pl.concat(found)
