"""What a run keeps beside its output so that rejected rows can be run again by themselves.

```
replay/rows.parquet   how far each clean row stands behind the one before it in the input
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
    """Write row numbers, which come some at a time: of rows in order there is little to write."""
    lazily(_after(numbers)).sink_parquet(path)


def _after(numbers: Iterable[pl.Series]) -> Iterator[pl.DataFrame]:
    """Yield how far each number stands behind the one before it; the first behind 0."""
    before = 0
    yield pl.DataFrame(schema={"after": pl.Int64()})
    for some in numbers:
        if len(some):
            whole = some.cast(pl.Int64)
            yield whole.diff().fill_null(whole[0] - before).alias("after").to_frame()
            before = whole[-1]


def read_numbers(path: Path) -> pl.Series:
    """Return the row numbers that were written, UInt32.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "rows.parquet"
    >>> write_numbers([pl.Series([3, 4], dtype=pl.UInt32), pl.Series([1], dtype=pl.UInt32)], path)
    >>> read_numbers(path).to_list()
    [3, 4, 1]
    """
    return pl.read_parquet(path)["after"].cum_sum().cast(pl.UInt32).alias(ROW)


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
