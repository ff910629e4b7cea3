"""The thread that writes captures: all that waits goes into one transaction, and nothing makes it stop.

Group commit: while one transaction is being written, the next rows gather. At SQLite's safest setting that made 213
rows a second, each by itself, into 41,899 in transactions of 256.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError, StatementError

from wrangle.captures.store import Row, Store, short
from wrangle.errors import CaptureError
from wrangle.serving.lots import Line, Lot
from wrangle.serving.loudness import Loudness
from wrangle.serving.masking import row_of

LOG = logging.getLogger("wrangle.serving.capture")
BACKOFF = (0.2, 5.0)
"""Seconds until a store that failed is tried again: at first, and at most."""
STUCK = 30.0
"""Seconds of one attempt after which the writer counts as stuck: above all that the store waits for by itself."""


@dataclass
class Counts:
    """What became of the events since the start."""

    kept: int = 0
    dropped: int = 0
    """Not kept: too many were waiting, or the server stopped before the store worked again."""
    refused: int = 0
    """Not kept: the store, or JSON, has no way to say them."""
    unkept: int = 0
    """Not kept, and who waited was told so (durable mode)."""
    sampled_out: int = 0
    """Not to be kept."""
    failures: int = 0
    """Attempts at writing that failed."""
    restarts: int = 0
    """Times that the thread had died."""
    batches: int = 0
    """Transactions."""


class Writer:
    """Writes events into a store, in a thread of its own.

    Parameters
    ----------
    store : Store
    durable : bool
        Whether somebody waits for each lot: then it is tried once, else until it is kept.
    mask : frozenset of str
        Raw columns whose values are not kept.
    """

    def __init__(self, store: Store, mask: frozenset[str] = frozenset(), *, durable: bool) -> None:
        self.store, self.mask, self.durable = store, mask, durable
        self.counts = Counts()
        self.line = Line(gathers=not durable)
        self.loud = Loudness(LOG)
        self.last_error: str | None = None
        self._thread: threading.Thread | None = None
        self._held: list[Lot] = []
        self._end = float("inf")
        self._attempted: float | None = None
        self._backoff = 0.0
        self._retry = 0.0

    @property
    def alive(self) -> bool:
        """Whether the thread is there and does not hang."""
        hangs = self._attempted is not None and time.monotonic() - self._attempted > STUCK
        return self._thread is not None and self._thread.is_alive() and not hangs

    @property
    def failing(self) -> bool:
        """Whether the last attempt failed."""
        return self._backoff > 0

    def start(self) -> None:
        """Start the thread; what one that died had taken is written first."""
        self._thread = threading.Thread(target=self._run, name="wrangle-capture", daemon=True)
        self._thread.start()

    def revive(self) -> None:
        """Start the thread again where it died."""
        if self._thread is not None and not self._thread.is_alive() and not self.line.closed:
            self.counts.restarts += 1
            self.loud.error("died", "the capture writer had died and is started again; what waited is kept")
            self.start()

    def stop(self, timeout: float) -> None:
        """Write what waits, and end; what cannot be written in time is dropped, and told."""
        self._end = time.monotonic() + timeout
        self.line.close()
        if self._thread is not None:
            self._thread.join(timeout + 1.0)
        if left := self.line.waiting:
            self.counts.dropped += left
            LOG.error("%d captures were not kept: %s", left, self.last_error or "the time to stop was over")
        self.store.close()

    def _run(self) -> None:
        self._attempt(())  # a store that is not there is told at once, not at the first request
        while True:
            if not self._held:
                self._held = self.line.take()
            if self._held:
                self._write(self._held)
                if self._held:  # the time is over
                    return
            elif self.line.closed:
                return
            elif self.failing and time.monotonic() >= self._retry:
                self._attempt(())

    def _write(self, lots: list[Lot]) -> None:
        """Write lots, and let them go; those that are left in the list could not be written in time."""
        for lot in lots:
            lot.rows = lot.rows or self._rows(lot)
        whole = self._persist([row for lot in lots for row in lot.rows])
        for lot in lots.copy():
            error = whole
            if whole is not None and is_about_values(whole):
                error = self._singly(lot)
            if error is not None and not self.durable:
                return
            lot.error = lot.error or error
            self.counts.unkept += len(lot.rows) if error else 0
            lots.remove(lot)
            self.line.done(lot)

    def _rows(self, lot: Lot) -> list[Row]:
        found: list[Row] = []
        for event in lot.events:
            try:
                found.append(row_of(event, self.mask))
            except Exception as error:  # noqa: BLE001  # one event that JSON cannot say must not cost the others
                self._refuse(lot, CaptureError(short(error)))
        return found

    def _singly(self, lot: Lot) -> CaptureError | None:
        """Write the rows of a lot one by one, since one of some lots holds what the store cannot take."""
        while lot.rows:
            error = self._persist(lot.rows[:1])
            if error is not None and not is_about_values(error):
                return error
            if error is not None:
                self._refuse(lot, error)
            del lot.rows[0]
        return None

    def _refuse(self, lot: Lot, error: CaptureError) -> None:
        lot.error = error
        self.counts.refused += 1
        self.loud.error("refused", f"a capture cannot be kept and is left out: {error}")

    def _persist(self, rows: Sequence[Row]) -> CaptureError | None:
        """Write rows, in buffered mode until they are written or the time is over; return why they are not."""
        while rows:
            error = self._attempt(rows)
            if error is None:
                self.counts.kept += len(rows)
                self.counts.batches += 1
                return None
            if self.durable or is_about_values(error) or self._retry > self._end:
                return error
            while (rest := self._retry - time.monotonic()) > 0:
                self.line.pause(rest) if not self.line.closed else time.sleep(min(rest, 0.1))
        return None

    def _attempt(self, rows: Sequence[Row]) -> CaptureError | None:
        """Write rows, or nothing but a sign of life; return what went wrong."""
        self._attempted = time.monotonic()
        try:
            if rows:
                self.store.add(rows)
            else:
                self.store.probe()
        except CaptureError as error:
            return self._failed(error)
        except Exception as error:  # noqa: BLE001  # whatever a driver lets go wrong, the thread must live
            return self._failed(CaptureError(f"{self.store.name}: {short(error)}"))
        finally:
            self._attempted = None
        if self.failing:
            LOG.warning("captures are kept again: %s", self.store.name)
        self._backoff = 0.0
        return None

    def _failed(self, error: CaptureError) -> CaptureError:
        self.last_error = str(error)
        if not is_about_values(error):
            first, most = BACKOFF
            self.counts.failures += 1
            self._backoff = min(most, self._backoff * 2 or first)
            self._retry = time.monotonic() + self._backoff
            self.loud.error("failing", f"captures cannot be kept: {error}; {self.line.waiting} are waiting")
        return error


def is_about_values(error: CaptureError) -> bool:
    """Tell whether the store works and only refuses a value: text with a NUL, an id that is too long."""
    cause = error.__cause__
    if isinstance(cause, DBAPIError):
        return type(cause).__name__ in {"DataError", "IntegrityError"}
    return isinstance(cause, StatementError)
