"""Shows how far a training is: a bar for each stage on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from wrangle.cli.progress import EVERY


@contextmanager
def stages() -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function that is told a stage, how much of it is done, and how much there is (0: not known)."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, int] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total or None)
            bar.update(tasks[stage], completed=done, total=total or None)  # type: ignore[arg-type]  # ids are numbers

        yield tell


def _lines() -> Callable[[str, int, int], None]:
    last = [time.monotonic()]

    def tell(stage: str, done: int, total: int) -> None:
        if time.monotonic() - last[0] > EVERY:
            last[0] = time.monotonic()
            of = f" of {total:,}" if total else ""
            print(f"{stage}: {done:,}{of}", file=sys.stderr, flush=True)  # noqa: T201

    return tell
