"""The page at `/`: fill in a record, see what each step does to it, and the answer; nothing comes from elsewhere."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from wrangle.serving.exchange import Reply, Request

POLICY = b"; ".join(
    (
        b"default-src 'none'",
        b"script-src 'self'",
        b"style-src 'self'",
        b"connect-src 'self'",
        b"img-src data:",
        b"base-uri 'none'",
        b"form-action 'none'",
        b"frame-ancestors 'none'",
    )
)


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
