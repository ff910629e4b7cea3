"""What waits to be kept: the events of one request are a lot, and lots wait in a line."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from wrangle.captures.event import CaptureEvent
from wrangle.captures.store import Row
from wrangle.errors import CaptureError

BATCH = 1024
"""Rows for which nobody waits any longer."""
MOST = 2048
"""Rows of a transaction, at most: after a time without the store, many are waiting."""
PAUSE = 0.2
"""Seconds that the rows of buffered mode gather before they are written."""
IDLE = 1.0
"""Seconds after which the writer looks around when nothing comes."""


@dataclass(slots=True)
class Lot:
    """The events of one request, which are kept together."""

    events: Sequence[CaptureEvent]
    future: asyncio.Future[None] | None = None
    """Who waits for them to be kept."""
    rows: list[Row] = field(default_factory=list)
    """The rows to write, with their ids: made once, so that a lot written twice is there once."""
    error: CaptureError | None = None
    """Why not all of it is kept."""

    def tell(self) -> None:
        """Tell who waits what became of it."""
        if self.future is not None:
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                self.future.get_loop().call_soon_threadsafe(_settle, self.future, self.error)


def _settle(future: asyncio.Future[None], error: CaptureError | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(None)
    else:
        future.set_exception(error)


@dataclass
class Line:
    """Lots that wait, first come first served."""

    gathers: bool
    """Whether the first waits for more to come, so that fewer transactions are needed."""
    waiting: int = 0
    """Events that came and are not done, those being written included."""
    closed: bool = False
    _lots: deque[Lot] = field(default_factory=deque)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _idle: bool = False

    def put(self, lot: Lot) -> None:
        """Have a lot wait for its turn."""
        with self._changed:
            self._lots.append(lot)
            self.waiting += len(lot.events)
            if self._idle or self.waiting >= BATCH:
                self._changed.notify()

    def take(self) -> list[Lot]:
        """Wait for lots and return those of the next transaction; none after a while, or when the line is closed."""
        with self._changed:
            if not self._lots and not self.closed:
                self._idle = True
                self._changed.wait(IDLE)
                self._idle = False
            if self._lots and self.gathers:
                self._changed.wait_for(lambda: self.waiting >= BATCH or self.closed, PAUSE)
            taken: list[Lot] = []
            count = 0
            while self._lots and (not taken or count + len(self._lots[0].events) <= MOST):
                taken.append(self._lots.popleft())
                count += len(taken[-1].events)
            return taken

    def done(self, lot: Lot) -> None:
        """Let a lot go that is written, or never will be."""
        with self._changed:
            self.waiting -= len(lot.events)
        lot.tell()

    def close(self) -> None:
        """Have nobody wait for more to come."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def pause(self, seconds: float) -> None:
        """Wait, unless the line is closed meanwhile."""
        with self._changed:
            self._changed.wait_for(lambda: self.closed, seconds)
