"""Lets one cycle at a time work on a deployment. The system lets the lock go with its process, however that ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wrangle.errors import LockedError, RetrainError
from wrangle.serving.deployment import read_deployment

FILE = ".cycle.lock"


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Be the only cycle that works on a deployment.

    Raises
    ------
    LockedError
        Another one does; the message says which process.
    DeploymentError
        The folder is none.
    RetrainError
        The folder cannot be written.
    """
    import fcntl

    read_deployment(folder)
    path = folder / FILE
    try:
        file = path.open("a+", encoding="ascii")
    except OSError as error:
        raise RetrainError(f"{path}: cannot be written: {error.strerror or error}") from error
    with file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise LockedError(
                f"{folder}: another cycle is under way (process {file.read().strip() or 'unknown'}): it does the work"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
