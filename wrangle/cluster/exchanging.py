"""Brings the rows of each key together, beyond one machine: parts write, buckets read, decisions go back to parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.cluster.work import unpacked, whole
from wrangle.engine.exchange import Spill, question
from wrangle.engine.ops import PART, ROW, WindowOp
from wrangle.engine.windows import Windows
from wrangle.expressions.keys import key_hash

BUCKET = "__bucket"
PIECE = 1 << 15
"""Rows that are written together: as many are read where one is wanted."""
SHOWN = 5
"""Rows of a decision that are brought back to be shown."""


@dataclass(frozen=True)
class Keys:
    """What a part gave of an operation over keys: a file, ordered by bucket."""

    path: Path
    rows: int
    buckets: int
    """Among how many buckets its rows are divided."""


@dataclass
class Exchanged:
    """What all parts gave of an operation over keys, in the order of the parts."""

    files: list[Keys] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(each.rows for each in self.files)

    @property
    def buckets(self) -> int:
        """Among how many buckets the rows of all parts are divided, whatever became of the workers since."""
        (found,) = {each.buckets for each in self.files}
        return found

    def close(self) -> None:
        """Remove the files."""
        for each in self.files:
            each.path.unlink(missing_ok=True)


@dataclass(frozen=True)
class Bucket:
    """What one task decided about its keys."""

    path: Path
    rows: int
    first: tuple[int, ...]


@dataclass(frozen=True)
class Goes:
    """The numbers of the rows that go, ascending, in files of the scratch folder."""

    buckets: tuple[Bucket, ...]

    def __len__(self) -> int:
        return sum(each.rows for each in self.buckets)

    def __getitem__(self, some: slice) -> list[int]:
        """Return the first few."""
        return sorted(row for each in self.buckets for row in each.first)[some]

    def within(self, start: int, rows: int) -> Any:
        """Return those of a part, as the engine wants them: numpy.ndarray, (rows,), uint32, ascending."""
        found = _between([each.path for each in self.buckets if each.rows], start, rows, {ROW: pl.UInt32()})
        return found[ROW].sort().to_numpy()


@dataclass(frozen=True)
class Computed:
    """New columns by row number, in files of the scratch folder."""

    buckets: tuple[Bucket, ...]

    def within(self, start: int, rows: int) -> Windows:
        """Return those of a part."""
        found = Windows()
        schema = pl.read_parquet_schema(self.buckets[0].path)
        found.add(_between([each.path for each in self.buckets], start, rows, schema))
        return found


def _between(files: Sequence[Path], start: int, rows: int, schema: Any) -> pl.DataFrame:
    """Return the rows of some files whose numbers are a part's."""
    mine = pl.col(ROW).is_between(start, start + rows - 1) if rows else pl.lit(value=False)
    frames = [pl.scan_parquet(file, glob=False).filter(mine) for file in files]
    return pl.concat([pl.LazyFrame(schema=schema), *frames], how="vertical_relaxed").collect()


def split(keys: Spill, by: Sequence[str], buckets: int, path: Path) -> Keys:
    """Write what an operation over keys saw of a part, equal keys in one bucket.

    Parameters
    ----------
    keys : Spill
        Keys, needs and `__row`.
    by : sequence of str
        The key columns; none: all rows are one key.
    buckets : int
    path : Path
    """
    bucket = (key_hash(by) % buckets if by else pl.lit(0)).cast(pl.UInt32).alias(BUCKET)
    rows = pl.concat(list(keys.blocks()), how="vertical_relaxed").with_columns(bucket).sort(BUCKET, maintain_order=True)
    with whole(path) as unfinished:
        rows.write_parquet(unfinished, compression="lz4", row_group_size=max(PIECE, rows.height // buckets or 1))
    return Keys(path, rows.height, buckets if by else 1)


def gather(keys: Exchanged, bucket: int) -> list[pl.DataFrame]:
    """Return the rows of a bucket, in the order of the input; of rows that have parts, each part by itself."""
    mine = [pl.scan_parquet(each.path, glob=False).filter(pl.col(BUCKET) == bucket) for each in keys.files]
    rows = pl.concat(mine, how="vertical_relaxed").drop(BUCKET).collect().sort(ROW)
    if PART not in rows.columns:
        return [rows]
    return rows.partition_by(PART, include_key=False) if rows.height else [rows.drop(PART)]


def decide(packed_op: bytes, keys: Exchanged, bucket: int, path: Path) -> Bucket:
    """Tell which rows of a bucket an operation sends away."""
    _, asked = question(unpacked(packed_op))
    answers = [_answer(frame, asked) for frame in gather(keys, bucket)]
    rows = pl.concat(answers).sort()
    with whole(path) as unfinished:
        rows.to_frame().write_parquet(unfinished, compression="lz4", row_group_size=PIECE)
    return Bucket(path, len(rows), tuple(rows.head(SHOWN).to_list()))


def _answer(frame: pl.DataFrame, asked: Callable[[pl.DataFrame], pl.Series]) -> pl.Series:
    return frame[ROW].filter(asked(frame).fill_null(value=False)).cast(pl.UInt32)


def compute(packed_op: bytes, keys: Exchanged, bucket: int, path: Path) -> Bucket:
    """Compute the columns of a window operation for the rows of a bucket."""
    op: WindowOp = unpacked(packed_op)
    found = pl.concat([op.step.compute(frame) for frame in gather(keys, bucket)]).sort(ROW)
    with whole(path) as unfinished:
        found.write_parquet(unfinished, compression="lz4", row_group_size=PIECE)
    return Bucket(path, found.height, ())
