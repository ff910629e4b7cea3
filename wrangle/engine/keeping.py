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
from wrangle.engine.runs import joined, numbers_of
from wrangle.engine.segment import decides, who
from wrangle.engine.session import Session
from wrangle.engine.store import write
from wrangle.engine.writing import lazily
from wrangle.secret import hidden

FOLDER = "replay"


def write_numbers(runs: Iterable[pl.DataFrame], path: Path) -> None:
    """Write row numbers, which come as runs, some at a time: of rows in order there is little to write."""
    lazily(joined(runs)).sink_parquet(path)


def read_numbers(path: Path) -> pl.Series:
    """Return the row numbers that were written, UInt32.

    Examples
    --------
    >>> import tempfile
    >>> from wrangle.engine.runs import runs_of
    >>> path = Path(tempfile.mkdtemp()) / "rows.parquet"
    >>> write_numbers([runs_of(pl.Series([3, 4, 5, 1], dtype=pl.UInt32))], path)
    >>> read_numbers(path).to_list()
    [3, 4, 5, 1]
    """
    return numbers_of(pl.read_parquet(path))


def keep(session: Session, plan: Plan, numbers: Iterable[pl.DataFrame], output: Path) -> None:
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
