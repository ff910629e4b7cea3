"""Orders rows beyond one machine: ranges of the first column are ordered by themselves, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.cluster.work import VERSIONS, call, whole
from wrangle.engine.ops import ROW, Plan
from wrangle.engine.runs import runs_of
from wrangle.engine.writing import LEVEL

SAMPLE = 64
"""Values of a part by which ranges are chosen."""


@dataclass(frozen=True)
class RemoteNumbers:
    """The numbers in the input of the clean rows, in files of the scratch folder."""

    files: Sequence[Path]

    def runs(self) -> Iterator[pl.DataFrame]:
        """Yield the numbers as runs, in the order in which rows leave, those of a file at a time."""
        yield from (runs_of(pl.read_parquet(each, glob=False)[ROW]) for each in self.files)

    def close(self) -> None:
        """Do nothing: the files go with the scratch folder."""


def ordered(cluster: Any, found: Any, plan: Plan, path: Path) -> tuple[pl.Schema, RemoteNumbers]:
    """Write clean rows in the order in which they leave: a file for each range of the first column.

    Parameters
    ----------
    cluster : wrangle.cluster.executor.Cluster
    found : wrangle.cluster.executor.Found
        The clean rows with their numbers.
    plan : Plan
        Says the order.
    path : Path
        The folder to write to.
    """
    name, largest_first = plan.order[0]
    dtype = plan.after[name].dtype
    places = [f"ordering, part {number}" for number in range(len(found.files))]
    samples = cluster.map([(call, VERSIONS, sample, file, name) for file in found.files], places)
    bounds = borders([each for _, each in samples], cluster.tasks.slots) if _comparable(dtype) else []
    bare = replace(plan, ops=(), table_checks=(), learned={})
    edges = list(zip([None, *bounds], [*bounds, None], strict=True))
    if largest_first:
        edges.reverse()
    folder = cluster.folder("order")
    numbers = [folder / f"numbers-{number:06}.parquet" for number in range(len(edges))]
    work = [
        (call, VERSIONS, put, bare, found.files, Range(*edge, last=number == len(edges) - 1),
         path / f"part-{number:06}.parquet", numbers[number])
        for number, edge in enumerate(edges)
    ]  # fmt: skip
    list(cluster.map(work, [f"ordering, range {number}" for number in range(len(work))]))
    schema = pl.Schema({name: dtype for name, dtype in found.schema.items() if name != ROW})
    return schema, RemoteNumbers(numbers)


@dataclass(frozen=True)
class Range:
    """Values of the first column: from `low`, below `high`; None: from or to the end."""

    low: Any
    high: Any
    last: bool
    """Whether null and NaN are in it too, which come last."""


def _comparable(dtype: pl.DataType | None) -> bool:
    return dtype is not None and (dtype.is_numeric() or dtype.is_temporal() or dtype == pl.String)


def sample(file: Path, name: str) -> list[Any]:
    """Return some values of a column, evenly taken from its values in order."""
    values = pl.read_parquet(file, columns=[name], glob=False)[name]
    values = (values.fill_nan(None) if values.dtype.is_float() else values).drop_nulls().sort()
    every = max(1, len(values) // SAMPLE)
    return list(values.gather_every(every).to_list())


def borders(samples: Sequence[Sequence[Any]], ranges: int) -> list[Any]:
    """Return the values at which ranges of about as many rows begin, ascending; each once.

    Examples
    --------
    >>> borders([[1, 2, 3], [4, 5, 6]], 3)
    [3, 5]
    """
    values = sorted(value for each in samples for value in each)
    return sorted({values[len(values) * number // ranges] for number in range(1, ranges)}) if values else []


def put(plan: Plan, files: Sequence[Path], some: Range, path: Path, numbers: Path) -> None:
    """Write the rows of a range, in order, and apart from them their numbers."""
    name, _ = plan.order[0]
    rows = pl.concat([pl.scan_parquet(each, glob=False) for each in files])
    dtype = plan.after[name].dtype
    key = pl.col(name).fill_nan(None) if dtype is not None and dtype.is_float() else pl.col(name)
    inside = pl.lit(value=True) if some.low is None else key >= some.low
    inside = inside if some.high is None else inside & (key < some.high)
    mine = key.is_null() | inside if some.last else key.is_not_null() & inside
    frame = plan.ordered(rows.filter(mine).collect().sort(ROW))
    with whole(path) as unfinished:
        frame.drop(ROW).write_parquet(unfinished, compression="zstd", compression_level=LEVEL)
    with whole(numbers) as unfinished:
        frame.select(ROW).write_parquet(unfinished, compression="lz4")
