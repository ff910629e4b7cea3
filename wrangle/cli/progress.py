"""Shows how far a run is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY = 10.0
"""Seconds between two lines where there is no terminal."""


@contextmanager
def progress(total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Yield a function that is told the number of rows read so far in each pass."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("pass {task.fields[number]}"), BarColumn(), MofNCompleteColumn(),
               TextColumn("rows"), TimeElapsedColumn())  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, number=1)
        seen = [0, 1]

        def tell(rows: int) -> None:
            seen[1] += rows < seen[0]
            seen[0] = rows
            bar.update(task, completed=rows, number=seen[1])

        yield tell


def _lines() -> Callable[[int], None]:
    last = [time.monotonic()]

    def tell(rows: int) -> None:
        if time.monotonic() - last[0] > EVERY:
            last[0] = time.monotonic()
            print(f"{rows:,} rows", file=sys.stderr, flush=True)  # noqa: T201

    return tell
