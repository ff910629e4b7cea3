"""The page at `/`: fill in a record, see what each step does to it, and the answer. Nothing is fetched from elsewhere."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from wrangle.serving.exchange import Reply, Request

POLICY = b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@cache
def _file(name: str) -> bytes:
    return (files("wrangle.serving") / "page_files" / name).read_bytes()


async def html(_request: Request) -> Reply:
    """Return the page."""
    policy = (b"content-security-policy", POLICY)
    return Reply(_file("page.html"), 200, [(b"content-type", b"text/html; charset=utf-8"), policy])


async def script(_request: Request) -> Reply:
    """Return the page's script."""
    return Reply(_file("page.js"), 200, [(b"content-type", b"text/javascript; charset=utf-8")])


async def style(_request: Request) -> Reply:
    """Return the page's style."""
    return Reply(_file("page.css"), 200, [(b"content-type", b"text/css; charset=utf-8")])
