"""What a run keeps beside its output so that rejected rows can be run again by themselves.

```
replay/rows.parquet   the numbers that the clean rows have in the input, as runs
replay/pipeline/      the pipeline with what it learned, as `save` writes it
replay/keys/*.parquet what each step or check over keys saw, where the rule file says `quarantine: {replay: true}`
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from wrangle.engine.beside import GONE
from wrangle.engine.ops import ROW, Plan, WindowOp
from wrangle.engine.segment import decides, who
from wrangle.engine.session import Session
from wrangle.engine.store import write
from wrangle.engine.writing import lazily
from wrangle.secret import hidden

FOLDER = "replay"


def write_numbers(numbers: Iterable[pl.Series], path: Path) -> None:
    """Write row numbers, which come some at a time, as runs: the `first`, and how many `rows` follow from there."""
    lazily(_runs(numbers)).sink_parquet(path)


def _runs(numbers: Iterable[pl.Series]) -> Iterator[pl.DataFrame]:
    """Yield the runs, as long as they can be wherever the numbers were cut."""
    import numpy as np

    open_ = pl.DataFrame(schema={"first": pl.UInt32(), "rows": pl.UInt32()})
    yield open_
    for whole in (some.to_numpy() for some in numbers if len(some)):
        begins = np.append(0, np.flatnonzero(whole[1:] != whole[:-1] + 1) + 1)
        rows = np.diff(begins, append=len(whole)).astype(np.uint32)
        found = _joined(open_, pl.DataFrame({"first": whole[begins], "rows": rows}, schema=open_.schema))
        yield found.head(-1)
        open_ = found.tail(1)
    yield open_


def _joined(open_: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    """Return a run, if there is one, and those that come after it; it grows where the first of them goes on with it."""
    if open_.height and later.height and later["first"][0] == sum(open_.row(0)):
        rows = later["rows"].clone()
        rows[0] += open_["rows"][0]
        return pl.DataFrame([pl.concat([open_["first"], later["first"][1:]]), rows])
    return pl.concat([open_, later])


def read_numbers(path: Path) -> pl.Series:
    """Return the row numbers that were written, UInt32.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "rows.parquet"
    >>> write_numbers([pl.Series([3, 4], dtype=pl.UInt32), pl.Series([5, 1], dtype=pl.UInt32)], path)
    >>> read_numbers(path).to_list()
    [3, 4, 5, 1]
    """
    import numpy as np

    first, rows = (each.to_numpy().astype(np.int64) for each in pl.read_parquet(path).select("first", "rows"))
    before = np.cumsum(rows) - rows
    numbers = np.repeat(first - before, rows) + np.arange(rows.sum())
    return pl.Series(ROW, numbers.astype(np.uint32))


def keep(session: Session, plan: Plan, numbers: Iterable[pl.Series], output: Path) -> None:
    """Write all that `wrangle quarantine replay` needs besides the output, into the output's folder.

    A pipeline that holds what came from the environment is not written: it may be a password.
    """
    folder = output / FOLDER
    (folder / "pipeline").mkdir(parents=True)
    write_numbers(numbers, folder / "rows.parquet")
    write(session.pipeline, session.learned, session.schema, folder / "pipeline")
    text = (folder / "pipeline/pipeline.json").read_text(encoding="utf-8")
    if hidden(text) != text:
        (folder / "pipeline/pipeline.json").unlink()
    if session.keeps_keys:
        (folder / "keys").mkdir()
        for place, seen in enumerate(_seen(session, plan)):
            seen.sink_parquet(folder / "keys" / f"{place}.parquet")


def _seen(session: Session, plan: Plan) -> Iterator[pl.LazyFrame]:
    """Yield what each operation over keys saw, and which rows it sent away."""
    ops = [op for op in plan.ops if decides(op) and not isinstance(op, WindowOp)]
    for op, spill in zip(ops, session.seen, strict=True):
        goes = pl.Series(session.decided[who(op)], dtype=pl.UInt32)
        found = spill.scan()
        if found is not None:
            yield found.with_columns(pl.col(ROW).is_in(goes.implode()).alias(GONE))
