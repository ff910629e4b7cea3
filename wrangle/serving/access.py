"""Lets in only who brings the token, where one is asked for."""

from __future__ import annotations

import hmac
import os
from pathlib import Path

from wrangle.errors import RequestError, SourceError

VARIABLE = "WRANGLE_SERVE_TOKEN"
"""The environment variable that may hold the token."""
OPEN = frozenset({"/ping", "/v2/health/live", "/v2/health/ready", "/", "/page.js", "/page.css"})
"""What is told to anybody: whether the server lives, and the page, which holds no data."""
SHORTEST = 16


def hold_token(authorization: str, path: str, token: str | None) -> None:
    """Refuse a request without the token.

    Raises
    ------
    RequestError
        401.
    """
    if token is None or path in OPEN:
        return
    scheme, _, given = authorization.partition(" ")
    right = hmac.compare_digest(given.strip().encode(), token.encode())
    if scheme.lower() != "bearer" or not right:
        what = "the token is missing or wrong: send it as `Authorization: Bearer TOKEN`"
        raise RequestError(401, "unauthorized", what, {"www-authenticate": "Bearer"})


def read_token(file: Path | None) -> str | None:
    """Return the token of a file, else of the environment variable `WRANGLE_SERVE_TOKEN`; None where there is none.

    Raises
    ------
    SourceError
        The file cannot be read, or the token is too short to be one.
    """
    if file is None:
        token = os.environ.get(VARIABLE, "").strip() or None
        where = VARIABLE
    else:
        where = str(file)
        try:
            token = file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(f"{file}: the token cannot be read ({error}): write it there as one line") from error
    if token is not None and (len(token) < SHORTEST or not token.isascii() or not token.isprintable() or " " in token):
        raise SourceError(
            f"{where}: holds no token of at least {SHORTEST} letters without spaces: "
            "make one by `python -c 'import secrets; print(secrets.token_urlsafe())'`"
        )
    return token
