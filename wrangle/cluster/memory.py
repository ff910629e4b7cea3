"""How much memory a task may use."""

from __future__ import annotations

from collections.abc import Iterable

import psutil


def per_task(workers: Iterable[tuple[int, int]]) -> int:
    """Return the least bytes that a task of any worker may use; where nothing is known, of this machine.

    Parameters
    ----------
    workers : iterable of (int, int)
        Bytes that a worker may use (0: not told), and how many tasks it runs at a time.

    Examples
    --------
    >>> per_task([(8 << 30, 4), (4 << 30, 1)]) >> 30
    2
    """
    told = [limit // max(tasks, 1) for limit, tasks in workers if limit]
    return min(told, default=psutil.virtual_memory().total // (psutil.cpu_count() or 1))
