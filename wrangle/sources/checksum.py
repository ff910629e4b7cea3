"""Holds a file to the checksum that was said of it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from wrangle.errors import SourceError

_FORM = re.compile(r"sha256:[0-9a-f]{64}")


def checksum_form(text: str) -> str:
    """Return a checksum as it is compared.

    Raises
    ------
    ValueError
        It is none that we know: the message says what one looks like.

    Examples
    --------
    >>> checksum_form("SHA256:" + "AB" * 32)[:12]
    'sha256:ababa'
    """
    folded = text.strip().lower()
    if _FORM.fullmatch(folded):
        return folded
    raise ValueError("a checksum is sha256: and 64 hexadecimal digits, as `sha256sum FILE` prints them")


def hold_checksum(path: Path, said: str, name: str) -> None:
    """Refuse a file whose contents are not those that were meant.

    Parameters
    ----------
    path
        The file.
    said
        `sha256:` and the digits.
    name
        What to call the file.

    Raises
    ------
    SourceError
        It is another file: the message gives both checksums.
    """
    with path.open("rb") as file:
        found = "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
    if found != said:
        raise SourceError(
            f"{name}: its checksum is {found}, and the rule file says {said}: it was changed or damaged; "
            "look at it, and say the new one in `checksum:` if it is right"
        )
