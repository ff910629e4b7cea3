"""Keeps requests and their answers: off the way of the answer (buffered), or before it goes out (durable)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from wrangle.captures.event import CaptureEvent, share_of
from wrangle.captures.store import Store, store_url
from wrangle.errors import CaptureError
from wrangle.sections import serve
from wrangle.serving.lots import Lot
from wrangle.serving.writer import Writer

__all__ = ["Capture", "CaptureEvent"]


class Capture:
    """Takes events to be kept.

    What a crash may cost (`kill -9`): in durable mode nothing that was answered. In buffered mode at most the `queue`
    events that wait in memory; while the store keeps up these are the ones of the last fifth of a second and of the
    commit under way.

    Parameters
    ----------
    settings : wrangle.sections.serve.Capture
    store : Store, optional
        Without it nothing is kept.
    """

    def __init__(self, settings: serve.Capture, store: Store | None) -> None:
        self.settings = settings
        self.durable = settings.mode == "durable"
        self._writer = None if store is None else Writer(store, frozenset(settings.mask), durable=self.durable)
        self._over = False

    @classmethod
    def of(cls, settings: serve.Capture, folder: Path) -> Capture:
        """Return the capture that settings ask for; `auto` counts as off: who serves a deployment says otherwise.

        Parameters
        ----------
        settings : wrangle.sections.serve.Capture
        folder : Path
            What the path of a SQLite file is relative to.

        Raises
        ------
        CaptureError
            The address is of no database that captures can be kept in.
        """
        if settings.mode in {"auto", "off"}:
            return cls.off()
        return cls(settings, Store(store_url(settings.url, folder), flush_each=settings.mode == "durable"))

    @classmethod
    def off(cls) -> Capture:
        """Return one that keeps nothing."""
        return cls(serve.Capture(mode="off"), None)

    def start(self) -> None:
        """Start to write; a store that is not there is told in the log, and tried again and again."""
        if self._writer is not None:
            self._writer.start()

    def stop(self, timeout: float = 10.0) -> None:
        """Write what waits, and end. Blocks: call it in a thread where a loop runs."""
        self._over = True
        if self._writer is not None:
            self._writer.stop(timeout)

    def put(self, event: CaptureEvent) -> Awaitable[None] | None:
        """Take an event; see `put_all`."""
        return self.put_all((event,))

    def put_all(self, events: Sequence[CaptureEvent]) -> Awaitable[None] | None:
        """Take the events of one request.

        Returns
        -------
        awaitable or None
            In durable mode what must be waited for before the answer goes out: it raises `CaptureError` where the
            events cannot be kept. None where there is nothing to wait for.

        Raises
        ------
        CaptureError
            In durable mode: the store fails, or too much is waiting. Refuse the request (503).
        """
        writer = self._writer
        if writer is None:
            return None
        events = self._sample(events, writer)
        if not events:
            return None
        writer.revive()
        if self.durable:
            return self._put_durably(events, writer)
        self._put_buffered(events, writer)
        return None

    def put_aside(self, events: Sequence[CaptureEvent]) -> None:
        """Take events for which nobody waits, in durable mode too: those of shadows. Any thread may call it."""
        if self._writer is not None and (chosen := self._sample(events, self._writer)):
            self._writer.revive()
            self._put_buffered(chosen, self._writer)

    @property
    def keeps(self) -> bool:
        """Whether anything is kept at all."""
        return self._writer is not None

    def _sample(self, events: Sequence[CaptureEvent], writer: Writer) -> Sequence[CaptureEvent]:
        part = self.settings.sample
        if part >= 1:
            return events
        chosen = [event for event in events if share_of(event.inference_id, "sample") < part]
        writer.counts.sampled_out += len(events) - len(chosen)
        return chosen

    def _put_buffered(self, events: Sequence[CaptureEvent], writer: Writer) -> None:
        room = 0 if self._over else max(0, self.settings.queue - writer.line.waiting)
        if lost := len(events[room:]):
            writer.counts.dropped += lost
            said = f"captures are dropped: {writer.line.waiting} are waiting; {writer.counts.dropped} dropped in all"
            writer.loud.error("dropped", said)
        if room:
            writer.line.put(Lot(events[:room]))

    def _put_durably(self, events: Sequence[CaptureEvent], writer: Writer) -> Awaitable[None]:
        if self._over or writer.failing:
            raise CaptureError(f"requests cannot be kept now: {writer.last_error or 'the server stops'}")
        if writer.line.waiting >= self.settings.queue:
            raise CaptureError(f"requests cannot be kept now: {writer.line.waiting} are waiting to be kept")
        future = asyncio.get_running_loop().create_future()
        writer.line.put(Lot(events, future))
        return _within(future, self.settings.timeout)

    def healthy(self) -> bool:
        """Tell whether events are kept as promised.

        False: the writer had died (it is started again by this) or hangs; in durable mode also while the store fails.
        A store that fails in buffered mode costs no answer: see `stats`.
        """
        writer = self._writer
        if writer is None or self._over:
            return True
        if not writer.alive:
            writer.revive()
            return False
        return not (self.durable and writer.failing)

    def stats(self) -> dict[str, Any]:
        """Return what became of all events, how many wait, and how the store does."""
        if self._writer is None:
            return {"mode": "off"}
        writer = self._writer
        return {
            "mode": self.settings.mode,
            "store": writer.store.name,
            **asdict(writer.counts),
            "waiting": writer.line.waiting,
            "queue": self.settings.queue,
            "failing": writer.failing,
            "last_error": writer.last_error,
            "alive": writer.alive,
        }

    async def drained(self, seconds: float = 10.0) -> bool:
        """Wait until nothing waits; False where it takes too long."""
        end = time.monotonic() + seconds
        while self._writer is not None and self._writer.line.waiting:
            if time.monotonic() > end:
                return False
            await asyncio.sleep(0.01)
        return True


async def _within(future: asyncio.Future[None], seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await future
    except TimeoutError as error:
        raise CaptureError(f"the request was not kept within {seconds:g} s") from error
