"""A temporary folder for what is brought from elsewhere: files keep their own names in it."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from functools import partial
from pathlib import Path

from wrangle.sources.decoding import Copy


class Landing(Copy):
    """A temporary folder that is removed when it is closed or no longer used.

    Examples
    --------
    >>> landing = Landing()
    >>> landing.file("2013/weather.csv").name
    'weather.csv'
    >>> landing.close()
    >>> landing.path.exists()
    False
    """

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="wrangle-"))
        """Where the folder lies."""
        self.close = weakref.finalize(self, partial(_remove, self.path), missing_ok=True)
        """Remove the folder; again and it does nothing."""
        self._count = 0

    def file(self, name: str) -> Path:
        """Return where to put a file: a path that no other file has, and that ends in its own name."""
        self._count += 1
        own = name.replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "")
        own = "data" if own in {"", ".", ".."} else own[-200:]
        folder = self.path / str(self._count)
        folder.mkdir()
        return folder / own


def _remove(folder: Path, missing_ok: bool) -> None:
    shutil.rmtree(folder, ignore_errors=missing_ok)
