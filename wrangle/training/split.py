"""Divides raw rows into training, validation and test, before anything is learned from them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import polars as pl

from wrangle.errors import TrainingError
from wrangle.numbered import numbered
from wrangle.schema import family
from wrangle.sections.train import Split
from wrangle.training.part import NONE, PARTS

_SECONDS: Mapping[str, float] = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}


@dataclass(frozen=True)
class Division:
    """Which part each raw row is in, and how that was decided."""

    codes: Any
    """numpy.ndarray, (raw rows,), uint8: the place of the part in `PARTS`, or `NONE`."""
    how: str
    """`random`, `time`, `group` or `hash`."""
    borders: Mapping[str, str] = field(default_factory=dict)
    """With `time`: part -> its oldest time, as text."""

    def counts(self) -> dict[str, int]:
        """Return the number of raw rows in each part, and in none."""
        import numpy as np

        codes = {name: code for code, name in enumerate(PARTS)} | {"none": NONE}
        return {name: int(np.count_nonzero(self.codes == code)) for name, code in codes.items()}


def divide(split: Split, by: pl.Series | None, rows: int, seed: int, target: pl.Series | None = None) -> Division:
    """Return the part of each raw row.

    Parameters
    ----------
    split : Split
        What the rule file says.
    by : polars.Series, (rows,), optional
        The column of the split, as the steps make it; null where a row has no value there.
    rows : int
        The number of raw rows.
    seed : int
        Decides what is drawn.
    target : polars.Series, (rows,), optional
        Classes to be stratified by, with a random split.

    Raises
    ------
    TrainingError
        The column cannot decide: it is no time, has no values, or one part would be empty.

    Examples
    --------
    >>> divide(Split(by="t", test=0.25), pl.Series("t", [3, 1, 2, 4]).cast(pl.Date), 4, seed=0).codes.tolist()
    [0, 0, 0, 2]
    """
    how = _how(split, by)
    if rows < len(PARTS):
        raise TrainingError(f"train: there are {rows} rows to divide: bring more data")
    if how == "random":
        return Division(_random(split, rows, seed, target if split.stratify else None), how)
    assert by is not None
    by = by.fill_nan(None) if by.dtype.is_float() else by
    if by.null_count() == len(by):
        raise TrainingError(f"train: split by {split.by!r}: the column has no value: split by another column")
    division = Division(_by_time(split, by), how, {}) if how == "time" else Division(_KEYED[how](split, by, seed), how)
    _hold_filled(split, division)
    return Division(division.codes, how, _borders(division.codes, by)) if how == "time" else division


def divide_rest(split: Split, by: pl.Series | None, held: Any, seed: int, target: pl.Series | None = None) -> Division:
    """Return the part of each raw row, where the test is given: of the rest, validation is taken as `split` says.

    Parameters
    ----------
    split : Split
    by, seed, target
        As of `divide`.
    held : numpy.ndarray, (rows,), uint8
        The code of rows that are in the test or in no part; 0 for the others.

    Raises
    ------
    TrainingError
        The column cannot decide, or one part would be empty.

    Examples
    --------
    >>> import numpy as np
    >>> split = Split(by="t", test=0.2, validation=0.4)
    >>> times = pl.Series("t", [1, 2, 3, 4, 5]).cast(pl.Date)
    >>> divide_rest(split, times, np.array([0, 0, 2, 0, 0], np.uint8), seed=0).codes.tolist()
    [0, 0, 2, 1, 1]
    """
    import numpy as np

    codes, free = np.array(held, np.uint8), held == 0
    rest = pl.Series(free)
    some_by, some_target = (None if each is None else each.filter(rest) for each in (by, target))
    how = _how(split, by)
    if split.validation:
        share = split.validation / (1 - split.test)
        inner = split.model_copy(update={"test": share, "validation": 0.0})
        found = divide(inner, some_by, int(free.sum()), seed, some_target)
        codes[free] = np.where(found.codes == PARTS.index("test"), PARTS.index("validation"), found.codes)
    if by is not None:
        codes[by.is_null().to_numpy()] = NONE
    division = Division(codes, how)
    _hold_filled(split, division)
    return Division(codes, how, _borders(codes, by)) if how == "time" and by is not None else division


def _how(split: Split, by: pl.Series | None) -> str:
    if by is None:
        return "random"
    is_time = family(by.dtype) == "time"
    if split.how == "time" and not (is_time or by.dtype.is_numeric()):
        raise TrainingError(
            f"train: split by time: {split.by!r} is text: read it as times first (`type: datetime` in `columns:`, or "
            "`parse_datetime`)"
        )
    return split.how if split.how != "auto" else "time" if is_time else "group"


def _random(split: Split, rows: int, seed: int, target: pl.Series | None) -> Any:
    import numpy as np

    place = np.empty(rows)
    draw = np.random.default_rng(seed)
    groups = [np.arange(rows)] if target is None else _places(target)
    for group in groups:
        place[group] = (draw.permutation(len(group)) + 0.5) / len(group)
    return _cut(split, place)


def _places(values: pl.Series) -> list[Any]:
    """Return the places of each value, the values in the order in which they first stand."""
    frame = pl.DataFrame({"value": values}).with_row_index("place")
    found = frame.group_by("value", maintain_order=True).agg("place")["place"]
    return [each.to_numpy() for each in found]


def _cut(split: Split, place: Any) -> Any:
    """Return the parts of places from 0 to 1: training first, test last."""
    import numpy as np

    borders = [1 - split.test - split.validation, 1 - split.test]
    return np.digitize(place, [round(border, 12) for border in borders]).astype(np.uint8)


def _by_time(split: Split, by: pl.Series) -> Any:
    import numpy as np

    order = by.cast(pl.Int64) if by.dtype.is_temporal() else by
    known = order.drop_nulls().sort()
    last = len(known) - 1
    shares = (1 - split.test - split.validation, 1 - split.test)
    borders = [known[min(last, round(share * len(known)))] for share in shares]
    codes = (order >= borders[0]).cast(pl.UInt8) + (order >= borders[1]).cast(pl.UInt8)
    gap = _gap(split, by)
    if gap:
        for border in borders if split.validation else borders[1:]:
            codes = pl.select(
                pl.when((order < border) & (order >= border - gap)).then(NONE).otherwise(codes)
            ).to_series()
    return codes.fill_null(NONE).to_numpy().astype(np.uint8)


def _gap(split: Split, by: pl.Series) -> Any:
    """Return the gap in the units of the column's numbers."""
    if split.gap is None:
        return 0
    if by.dtype.is_numeric():
        try:
            return float(split.gap)
        except ValueError:
            raise TrainingError(f"train: `gap` must be a number, as {split.by!r} is, not {split.gap!r}") from None
    span = duration(split.gap)
    if by.dtype == pl.Date:
        return -(-span // timedelta(days=1))
    units = {"ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
    return int(span.total_seconds() * units[getattr(by.dtype, "time_unit", "us")])


def duration(text: str) -> timedelta:
    """Return a span of time: a number and `s`, `m`, `h`, `d` or `w`.

    Raises
    ------
    TrainingError
        The text is none.

    Examples
    --------
    >>> duration("1.5h")
    datetime.timedelta(seconds=5400)
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhdw])", text.strip())
    if match is None:
        raise TrainingError(f"train: {text!r} is no span of time: write `90s`, `30m`, `3h`, `2d` or `1w`")
    return timedelta(seconds=float(match[1]) * _SECONDS[match[2]])


def _by_group(split: Split, by: pl.Series, seed: int) -> Any:
    """Draw whole groups until the parts have their share of the rows, the test first."""
    import numpy as np

    groups = _places(by)
    order = np.random.default_rng(seed).permutation(len(groups))
    codes = np.zeros(len(by), np.uint8)
    wanted = {2: split.test * len(by), 1: split.validation * len(by)}
    for number in order:
        code = next((code for code, left in wanted.items() if left >= 0.5), 0)
        codes[groups[number]] = code
        if code:
            wanted[code] -= len(groups[number])
    return codes


def _by_hash(split: Split, by: pl.Series, seed: int) -> Any:
    """Give whole keys a place by the BLAKE2b hash of their text: the same for ever, whatever other rows there are."""
    import numpy as np

    keys = numbered(by.cast(pl.String))
    salt = str(seed).encode()
    texts = keys.texts.fill_null("\0")
    heads = (hashlib.blake2b(each.encode(), digest_size=8, key=salt).digest() for each in texts)
    place = np.frombuffer(b"".join(heads), ">u8") / 2.0**64
    return _cut(split, place)[keys.codes]


_KEYED: Mapping[str, Callable[[Split, pl.Series, int], Any]] = {"group": _by_group, "hash": _by_hash}


def _hold_filled(split: Split, division: Division) -> None:
    counts = division.counts()
    wanted = ["training", "test", *(["validation"] if split.validation else [])]
    if empty := [name for name in wanted if not counts[name]]:
        raise TrainingError(
            f"train: split by {split.by!r} leaves no rows for {' and '.join(empty)}: the column has too few different "
            "values; split by another, or change the shares"
        )


def _borders(codes: Any, by: pl.Series) -> dict[str, str]:
    frame = pl.DataFrame({"code": codes, "by": by})
    found = {name: frame.filter(pl.col("code") == code)["by"].min() for code, name in enumerate(PARTS)}
    return {name: str(first) for name, first in found.items() if first is not None}
