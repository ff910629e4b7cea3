"""One request and its answer, in the terms of ASGI."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from wrangle.errors import RequestError

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Header = tuple[bytes, bytes]

_encoder = msgspec.json.Encoder()
JSON: Header = (b"content-type", b"application/json")
CLOSE: Header = (b"connection", b"close")
GUARDS: tuple[Header, ...] = ((b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store"))
"""Headers of every answer: no browser guesses what it is, nobody keeps it."""


class GoneError(Exception):
    """The client went away before it had sent its request: there is nobody to answer."""


@dataclass
class Request:
    """What was asked."""

    method: str
    path: str
    headers: Mapping[bytes, bytes]
    receive: Receive
    id: str = ""
    """The inference id, once it is known."""

    @classmethod
    def of(cls, scope: Mapping[str, Any], receive: Receive) -> Request:
        """Return the request of an ASGI scope."""
        return cls(scope["method"], scope["path"], dict(scope["headers"]), receive)

    def header(self, name: bytes) -> str:
        """Return a header's value; an empty text where it is not there."""
        found = self.headers.get(name)
        return "" if found is None else found.decode("latin-1")

    async def body(self, most: int, seconds: float) -> bytes:
        """Return the body.

        Parameters
        ----------
        most : int, bytes
        seconds : float

        Raises
        ------
        RequestError
            413: it is larger; 408: it does not come in time; 400: its length is none.
        GoneError
            The client went away.
        """
        declared = self.header(b"content-length")
        if declared and (not declared.isdecimal() or int(declared) > most):
            raise (
                _too_large(most)
                if declared.isdecimal()
                else RequestError(400, "malformed", "Content-Length is no number")
            )
        try:
            async with asyncio.timeout(seconds):
                return await self._read(most)
        except TimeoutError as error:
            what = f"the body did not come within {seconds:g} seconds"
            raise RequestError(408, "request_timeout", what, {"connection": "close"}) from error

    async def _read(self, most: int) -> bytes:
        parts: list[bytes] = []
        size = 0
        while True:
            message = await self.receive()
            if message["type"] != "http.request":
                raise GoneError
            part = message.get("body", b"")
            size += len(part)
            if size > most:
                raise _too_large(most)
            if not message.get("more_body"):
                return b"".join((*parts, part)) if parts else part
            parts.append(part)


def _too_large(most: int) -> RequestError:
    what = f"the body is larger than {most:,} bytes: send it in parts"
    return RequestError(413, "body_too_large", what, {"connection": "close"})


@dataclass
class Reply:
    """What is answered."""

    body: bytes = b""
    status: int = 200
    headers: list[Header] = field(default_factory=lambda: [JSON])

    async def send(self, send: Send) -> None:
        """Send it."""
        length = (b"content-length", b"%d" % len(self.body))
        await send({"type": "http.response.start", "status": self.status, "headers": [*self.headers, *GUARDS, length]})
        await send({"type": "http.response.body", "body": self.body})


def json_reply(value: Any, status: int = 200) -> Reply:
    """Return a reply that says a value as JSON."""
    return Reply(_encoder.encode(value), status)


def refusal(error: RequestError, id_: str) -> Reply:
    """Return the reply that tells a caller why a request is refused."""
    told: dict[str, Any] = {"code": error.code, "message": str(error), "id": id_}
    if error.fields:
        told["fields"] = list(error.fields)
    reply = json_reply({"error": told}, error.status)
    reply.headers = [JSON, *((name.encode(), value.encode()) for name, value in error.headers.items())]
    return reply
