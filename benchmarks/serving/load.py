"""Loads a server with many clients at once: raw sockets, HTTP/1.1 kept alive, each asks again when it is answered."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

try:
    from uvloop import new_event_loop
except ImportError:
    from asyncio import new_event_loop


@dataclass
class Load:
    """What the clients saw."""

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    failed: int = 0
    answers: dict[int, bytes] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        return len(self.took) / self.seconds

    def quantile(self, share: float) -> float:
        """Milliseconds."""
        ordered = sorted(self.took)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1e3


class _Client(asyncio.Protocol):
    def __init__(self, load: Load, take, keep: bool, done: asyncio.Future) -> None:
        self._load, self._take, self._keep, self._done = load, take, keep, done
        self._buffer = b""

    def connection_made(self, transport) -> None:
        self._transport = transport
        self._next()

    def _next(self) -> None:
        taken = self._take()
        if taken is None:
            self._transport.close()
            return
        self._number, request = taken
        self._buffer = b""
        self._began = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        low = head.lower()
        if b"content-length: " in low:
            whole = len(body) >= int(low.split(b"content-length: ")[1].split(b"\r\n")[0])
        else:
            whole = body.endswith(b"0\r\n\r\n")
        if not whole:
            return
        self._load.took.append(time.perf_counter() - self._began)
        if not head.startswith(b"HTTP/1.1 200"):
            self._load.failed += 1
        if self._keep:
            self._load.answers[self._number] = body
        self._next()

    def connection_lost(self, _error) -> None:
        if not self._done.done():
            self._done.set_result(None)


def load(port: int, bodies: Sequence[bytes], *, clients: int, seconds: float | None = None, path: str = "/invocations",
         keep: bool = False) -> Load:  # fmt: skip
    """Ask until the time is over, or, without a time, once for each body."""
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
    requests = [f"{head}{len(body)}\r\n\r\n".encode() + body for body in bodies]
    return new_event_loop().run_until_complete(_load(port, requests, clients, seconds, keep))


async def _load(port: int, requests: Sequence[bytes], clients: int, seconds: float | None, keep: bool) -> Load:
    found, count = Load(), iter(range(10**9))
    loop = asyncio.get_running_loop()
    end = time.perf_counter() + (seconds or 1e9)

    def take() -> tuple[int, bytes] | None:
        number = next(count)
        if time.perf_counter() >= end or (seconds is None and number >= len(requests)):
            return None
        return number, requests[number % len(requests)]

    began = time.perf_counter()
    waits = []
    for _ in range(clients):
        waits.append(loop.create_future())
        await loop.create_connection(lambda done=waits[-1]: _Client(found, take, keep, done), "127.0.0.1", port)
    await asyncio.gather(*waits)
    found.seconds = time.perf_counter() - began
    return found


def records(count: int, seed: int = 0) -> list[dict]:
    """Return raw records of the sample, one after another, some of them such that the rules reject them."""
    import polars as pl

    frame = pl.read_csv("sample_data/weather.csv", infer_schema=False)
    return frame.sample(count, seed=seed, with_replacement=True).to_dicts()


def bodies(rows: Sequence[dict]) -> list[bytes]:
    return [json.dumps(row).encode() for row in rows]
