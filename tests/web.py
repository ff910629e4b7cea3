"""A real web server for the tests: it knows ranges and ETags, and does wrong when it is told to."""

from __future__ import annotations

import hashlib
import re
import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Web:
    """What the server has, what it is to do wrong, and what it was asked for."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    """Path -> headers of its answers; None takes one away."""
    moved: dict[str, str] = field(default_factory=dict)
    """Path -> where it sends to."""
    wrong: deque = field(default_factory=deque)
    """What to do wrong with the next requests for a file: a status, or after how many bytes to drop the connection."""
    password: str | None = None
    ranges: bool = True
    asked: list = field(default_factory=list)
    """Method, path, headers of each request."""

    def etag(self, path):
        return '"' + hashlib.sha256(self.files[path]).hexdigest()[:16] + '"'

    def sent(self):
        """The parts that were asked for, in order."""
        return [headers.get("Range") for method, _, headers in self.asked if method == "GET"]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    web: Web

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self.answer(body=False)

    def do_GET(self):
        self.answer(body=True)

    def answer(self, *, body):
        web, path = self.web, self.path
        web.asked.append((self.command, path, {name.title(): value for name, value in self.headers.items()}))
        if web.password and self.headers.get("Authorization") != web.password:
            return self.status(401)
        if path in web.moved:
            return self.status(302, Location=web.moved[path])
        bare = path.partition("?")[0]
        if bare not in web.files:
            return self.status(404)
        wrong = web.wrong.popleft() if web.wrong and body else None
        if isinstance(wrong, dict):
            return self.status(**wrong)
        return self.file(bare, wrong, body=body)

    def status(self, code, **headers):
        self.send_response(code)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def file(self, path, drop_after, *, body):
        web, data = self.web, self.web.files[path]
        start, etag = 0, web.etag(path)
        asked = re.fullmatch(r"bytes=(\d+)-\d*", self.headers.get("Range", ""))
        if web.ranges and asked and self.headers.get("If-Range") in {etag, None}:
            start = int(asked[1])
        self.send_response(206 if start else 200)
        headers = {"ETag": etag, "Content-Length": str(len(data) - start), "Accept-Ranges": "bytes"}
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        for name, value in (headers | web.headers.get(path, {})).items():
            if value is not None:
                self.send_header(name, value)
        if (headers | web.headers.get(path, {}))["Content-Length"] is None or drop_after is not None:
            self.close_connection = True
        self.end_headers()
        if body:
            self.wfile.write(data[start:] if drop_after is None else data[start : start + drop_after])


@contextmanager
def web_server():
    """A server at an address of its own."""
    web = Web()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Handler,), {"web": web}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    web.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield web
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
