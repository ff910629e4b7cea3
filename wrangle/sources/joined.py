"""Adds the columns of one source to the rows of another, where keys are equal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from wrangle.errors import SourceError, did_you_mean
from wrangle.sources.input import REJECTS, Input
from wrangle.sources.readable import FAULTS, remade
from wrangle.sources.source import JoinedPart

NUMBER = "__joined_row"
SHOWN = 3
"""Examples that a message shows."""


def joined(left: Input, right: Input, part: JoinedPart) -> Input:
    """Return rows with the columns that another source has for their keys; the order of rows stays.

    Null is equal to nothing, also not to null. How many partners a row may have is held before anything is joined.

    Parameters
    ----------
    left : Input
        The rows.
    right : Input
        The source whose columns come to them: it is held in memory.
    part : JoinedPart
        By which keys, and what becomes of rows without a partner.

    Raises
    ------
    SourceError
        Keys are missing, of different types, or not as often as `validate` says; or a name would stand twice.

    Examples
    --------
    >>> from wrangle.sources.input import frame_input
    >>> flights = frame_input(pl.DataFrame({"tailnum": ["N1", "N2", None]}))
    >>> planes = frame_input(pl.DataFrame({"tailnum": ["N1"], "seats": [55]}))
    >>> joined(flights, planes, JoinedPart(path="planes.csv", on="tailnum")).frame.collect()["seats"].to_list()
    [55, None, None]
    """

    def again(some: Sequence[Input]) -> Input:
        return joined(some[0], some[1], part)

    try:
        return replace(_joined(left, right, part), mended=lambda: remade((left, right), again))
    except SourceError as error:  # keys are looked through before anything is joined
        found = remade((left, right), again) if isinstance(error.__cause__, FAULTS) else None
        if found is None:
            raise
        return found


def _joined(left: Input, right: Input, part: JoinedPart) -> Input:
    if right.rejects.height:
        raise SourceError(f"{right.origin}: has rows that cannot be read whole: {right.rejects['why'][0]}")
    ours, theirs = left.frame.collect_schema(), right.frame.collect_schema()
    keys = part.keys
    _hold_keys(left, right, keys)
    taken = _taken(right, part, theirs)
    _hold_names(right, ours, taken)
    if not part.pairs.endswith("m"):
        _hold_once(right, list(keys.values()), f"join: validate: {part.pairs}")
    if part.pairs.startswith("1"):
        _hold_once(left, list(keys), f"join: validate: {part.pairs}")
    numbered = left.rejects.height and (part.how == "inner" or part.pairs.endswith("m"))
    frame = left.frame.with_row_index(NUMBER) if numbered else left.frame
    frame = frame.join(
        right.frame.select(*keys.values(), *(each for each in taken if each not in keys.values())),
        left_on=list(keys),
        right_on=list(keys.values()),
        how=part.how,
        maintain_order="left_right",
    )
    try:
        rejects = _moved(frame, left.rejects) if numbered else left.rejects
    except FAULTS as error:
        raise SourceError(left.diagnose() or str(right.explain(error))) from error
    kept = left.rows if part.how == "left" and not part.pairs.endswith("m") else None
    return replace(
        left,
        frame=frame.drop(NUMBER) if numbered else frame,
        text=left.text and right.text,
        pieces=(),
        set_aside=(*left.set_aside, *right.set_aside),
        files=(*left.files, *right.files),
        names=(*(left.names or map(str, left.files)), *(right.names or map(str, right.files))),
        parts=(*(left.parts or (left,)), right),
        rejects=rejects,
        rows=kept,
        sha256=None,
        diagnose=lambda: left.diagnose() or right.diagnose(),
    )


def _hold_keys(left: Input, right: Input, keys: Mapping[str, str]) -> None:
    ours, theirs = left.frame.collect_schema(), right.frame.collect_schema()
    if not keys:
        raise SourceError(f"{right.origin}: `on:` names no key to join by")
    for input_, schema, names in ((left, ours, list(keys)), (right, theirs, list(keys.values()))):
        for name in names:
            if name not in schema:
                raise SourceError(f"{input_.origin}: has no column {name!r} to join by: {did_you_mean(name, schema)}")
    for one, other in keys.items():
        if ours[one] != theirs[other] and not (ours[one].is_numeric() and theirs[other].is_numeric()):
            raise SourceError(
                f"the key {one!r} is {ours[one]} in {left.origin}, and {theirs[other]} in {right.origin}: "
                "they are never equal: bring both to one type first (files of CSV are all text), or use `lookup`"
            )


def _taken(right: Input, part: JoinedPart, schema: pl.Schema) -> Sequence[str]:
    keys = set(part.keys.values())
    if part.columns is None:
        return [name for name in schema if name not in keys]
    for name in part.columns:
        if name not in schema:
            raise SourceError(f"{right.origin}: has no column {name!r}: {did_you_mean(name, schema)}")
    return [name for name in part.columns if name not in keys]


def _hold_names(right: Input, ours: pl.Schema, taken: Sequence[str]) -> None:
    twice = [name for name in taken if name in ours]
    if twice:
        shown = ", ".join(map(repr, twice))
        help_ = "name the columns to take by `columns:`, or the keys by `on:`"
        raise SourceError(f"{right.origin}: its columns {shown} stand in the rows already: {help_}")


def _hold_once(input_: Input, names: list[str], said: str) -> None:
    """Refuse keys that stand more than once."""
    counts = input_.frame.select(names).drop_nulls().group_by(names).len().filter(pl.col("len") > 1)
    try:
        found = counts.sort("len", *names, descending=[True, *[False] * len(names)]).head(SHOWN).collect()
    except FAULTS as error:
        raise input_.explain(error) from error
    if found.height:
        shown = "; ".join(
            ", ".join(f"{name} {value!r}" for name, value in row.items() if name != "len") + f" ({row['len']} times)"
            for row in found.iter_rows(named=True)
        )
        help_ = "deduplicate it, join by more columns, or say another `validate`"
        raise SourceError(f"{input_.origin}: keys stand more than once, against `{said}`: {shown}: {help_}")


def _moved(frame: pl.LazyFrame, rejects: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that could not be read whole by their numbers after the join."""
    numbers = frame.select(pl.col(NUMBER)).with_row_index("__row")
    told = rejects.lazy().select(pl.col("__row").alias(NUMBER), "why")
    found = numbers.join(told, on=NUMBER, how="inner", maintain_order="left").select("__row", "why").collect()
    return found.cast(REJECTS)
