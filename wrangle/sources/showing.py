"""Shows how far a transfer is: a bar on a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TellRows = Callable[[int], None]
"""Is told how many rows are there."""

Tell = Callable[[int, "int | None"], None]
"""Is told how many bytes are there, and how many there will be where that is known."""


@contextmanager
def transfer(name: str) -> Iterator[Tell]:
    """Yield a function that is told how far the transfer of `name` is.

    Examples
    --------
    >>> with transfer("weather.csv") as tell:
    ...     tell(1000, None)
    """
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def counted(name: str) -> Iterator[TellRows]:
    """Yield a function that is told how many rows of `name` are there.

    Examples
    --------
    >>> with counted("sqlite:///weather.db") as tell:
    ...     tell(1000)
    """
    if not sys.stderr.isatty():
        yield lambda _rows: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:,.0f} rows"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda rows: bar.update(task, completed=rows)
