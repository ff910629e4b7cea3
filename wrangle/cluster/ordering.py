"""Orders rows beyond one machine: ranges of the first column are ordered by themselves, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.cluster.work import VERSIONS, call, whole
from wrangle.engine.ops import ROW, Plan
from wrangle.engine.writing import LEVEL

SAMPLE = 64
"""Values of a part by which ranges are chosen."""


def ordered(cluster: Any, found: Any, plan: Plan, path: Path) -> pl.Schema:
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
    work = [
        (call, VERSIONS, put, bare, found.files, edge, number == len(edges) - 1, path / f"part-{number:06}.parquet")
        for number, edge in enumerate(edges)
    ]
    list(cluster.map(work, [f"ordering, range {number}" for number in range(len(work))]))
    return pl.Schema({name: dtype for name, dtype in found.schema.items() if name != ROW})


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


def put(plan: Plan, files: Sequence[Path], edge: tuple[Any, Any], last: bool, path: Path) -> None:
    """Write the rows of a range, in order; the last range takes nulls and NaN too."""
    name, _ = plan.order[0]
    rows = pl.concat([pl.scan_parquet(each, glob=False) for each in files])
    dtype = plan.after[name].dtype
    key = pl.col(name).fill_nan(None) if dtype is not None and dtype.is_float() else pl.col(name)
    low, high = edge
    inside = pl.lit(value=True) if low is None else key >= low
    inside = inside if high is None else inside & (key < high)
    mine = key.is_null() | inside if last else key.is_not_null() & inside
    frame = rows.filter(mine).collect().sort(ROW)
    with whole(path) as unfinished:
        plan.ordered(frame).drop(ROW).write_parquet(unfinished, compression="zstd", compression_level=LEVEL)
