"""uvicorn's HTTP protocol, with limits of time for clients that dribble: uvicorn has none for heads and for reading."""

from __future__ import annotations

import asyncio
from typing import Any

try:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as Base
except ImportError:  # without httptools
    from uvicorn.protocols.http.h11_impl import H11Protocol as Base  # type: ignore[assignment]

HEAD = 15.0
"""Seconds within which the head of a request must have come, from its first byte or the opening of the connection."""
WRITE = 60.0
"""Seconds that a client may leave an answer unread."""


class Patient(Base):
    """uvicorn's protocol, patient with clients, but not without end."""

    _head: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for a head."""
        super().connection_made(transport)
        self._head = self.loop.call_later(HEAD, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Begin to wait with the first byte of a head, until it is there."""
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:  # a head has come whole
            self._stop()
        elif self._head is None and (before is None or before.response_complete) and self.transport is not None:
            self._head = self.loop.call_later(HEAD, self.transport.abort)

    def pause_writing(self) -> None:
        """Wait for the client to read."""
        super().pause_writing()
        self._unread = self.loop.call_later(WRITE, self.transport.abort)

    def resume_writing(self) -> None:
        """It reads."""
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _stop(self) -> None:
        for timer in (self._head, self._unread):
            if timer is not None:
                timer.cancel()
        self._head = self._unread = None
