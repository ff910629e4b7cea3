"""Runs a command and measures the whole process: CPU of it and its children, wall time, peak memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / ".data"
"""Where the generated sets and the outputs go; git does not see it."""

METRICS = ("cpu", "wall", "memory")


@dataclass(frozen=True)
class Measure:
    """What one process took: CPU and wall in seconds, peak resident memory in megabytes."""

    cpu: float
    wall: float
    memory: float


class CommandFailedError(Exception):
    """A measured command did not end well; the message has the end of what it printed."""


def measure(command: Sequence[str | Path]) -> Measure:
    """Run a command to its end.

    Raises
    ------
    CommandFailedError
        It exited with another code than 0.
    """
    started = time.perf_counter()
    process = subprocess.Popen([str(each) for each in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout is not None
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode:
        end = printed.decode(errors="replace")[-2000:]
        raise CommandFailedError(f"{' '.join(map(str, command))} exited with {process.returncode}:\n{end}")
    return Measure(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)
