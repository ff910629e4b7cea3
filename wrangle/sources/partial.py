"""Keeps what is there of a download that was broken off, so that the next one goes on from it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wrangle.sources.output import write_whole

LEAST = 1 << 20
"""Bytes below which it is not worth it."""

AGE = 7 * 24 * 60 * 60
"""Seconds after which a part is thrown away."""


@dataclass(frozen=True)
class Part:
    """The beginning of a file, and what tells whether the file is still the same."""

    have: int
    mark: str
    headers: Mapping[str, str]


def folder() -> Path:
    """Return where parts are kept: the user's cache (`XDG_CACHE_HOME`, else `~/.cache`)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wrangle" / "downloads"


def keep(url: str, file: Path, part: Part) -> None:
    """Keep the part of a download; where that cannot be done, it is not kept."""
    if part.have < LEAST:
        return
    with contextlib.suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        _tidy()
        own = folder() / f"{_key(url)}.{secrets.token_hex(4)}"
        shutil.move(file, own)
        own.chmod(0o600)
        told = {"have": part.have, "mark": part.mark, "headers": dict(part.headers)}
        write_whole(folder() / f"{_key(url)}.json", json.dumps(told))
        own.replace(folder() / f"{_key(url)}.part")


def take(url: str, target: Path) -> Part | None:
    """Bring the part that is kept of a download to where it goes on; None where none is. It is given once only."""
    kept = folder() / f"{_key(url)}.part"
    own = kept.with_suffix(f".{secrets.token_hex(4)}")
    try:
        told = json.loads(kept.with_suffix(".json").read_text(encoding="utf-8"))
        kept.rename(own)  # who is first has it
        shutil.move(own, target)
        have = min(int(told["have"]), target.stat().st_size)
        return Part(have, str(told["mark"]), {str(key): str(value) for key, value in told["headers"].items()})
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return None


def _key(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:32]


def _tidy() -> None:
    for each in folder().iterdir():
        if each.stat().st_mtime < time.time() - AGE:
            each.unlink(missing_ok=True)
