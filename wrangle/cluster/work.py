"""What a worker does: takes a part through a pass, brings keys together, orders rows. Each does so again the same.

Functions here run on the workers. What they return is small; rows go through files in the scratch folder.
"""

from __future__ import annotations

import logging
import os
import secrets
import sys
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

import wrangle
from wrangle import errors
from wrangle.engine.ops import Op
from wrangle.errors import ClusterError, WrangleError
from wrangle.sources.input import Piece

VERSIONS = {
    "wrangle": wrangle.__version__,
    "polars": pl.__version__,
    "python": ".".join(map(str, sys.version_info[:2])),
}
"""What must be the same on all machines, for their answers to be."""


@dataclass(frozen=True)
class Answer:
    """What came of a function on a worker."""

    value: Any = None
    error: str = ""
    """The name of the error's class, if there was one."""
    said: str = ""
    trace: str = ""
    logs: tuple[tuple[int, str], ...] = ()
    """Log records of the work: level and text."""


def call(versions: dict[str, str], function: Callable[..., Any], *args: Any) -> Answer:
    """Run a function, and return what came of it: errors too, whole, whatever their class is made from."""
    logs: list[tuple[int, str]] = []
    try:
        _hold_versions(versions)
        with _listening(logs):
            value = function(*args)
    except WrangleError as error:
        return Answer(error=type(error).__name__, said=str(error), logs=tuple(logs))
    except FileNotFoundError as error:
        return Answer(error="ClusterError", said=_unseen(error), logs=tuple(logs))
    except Exception as error:  # noqa: BLE001  # told to the user by the machine that asked
        said = f"{type(error).__name__}: {error}"
        return Answer(error=type(error).__name__, said=said, trace=traceback.format_exc(), logs=tuple(logs))
    return Answer(value, logs=tuple(logs))


def unwrap(answer: Answer, where: str = "") -> Any:
    """Return what a function gave on a worker, or raise what it raised, with where it was.

    Raises
    ------
    WrangleError
        Of the class that was raised there; `ClusterError` for what is no error of ours.
    """
    for level, text in answer.logs:
        logging.getLogger("wrangle.cluster").log(level, "%s%s", f"{where}: " if where else "", text)
    if not answer.error:
        return answer.value
    place = f"{where}: " if where else ""
    kind = getattr(errors, answer.error, None)
    if isinstance(kind, type) and issubclass(kind, WrangleError) and kind.__init__ is WrangleError.__init__:
        raise kind(f"{place}{answer.said}")
    raise ClusterError(f"{place}{answer.said}\n{answer.trace}".rstrip())


def packed(value: Any, ops: Iterable[Op]) -> bytes:
    """Return what is to be done with rows as bytes, for workers.

    Raises
    ------
    ClusterError
        A step or check holds something that cannot be sent elsewhere: it is named.
    """
    import cloudpickle

    try:
        return bytes(cloudpickle.dumps(value))
    except Exception as error:
        for op in ops:
            try:
                cloudpickle.dumps(op)
            except Exception as found:  # noqa: BLE001  # whatever a step holds may say so in its own way
                raise ClusterError(
                    f"{op.origin.label}: cannot be sent to the workers ({found}): run it with `engine: local`, or have "
                    "the step hold nothing but plain values"
                ) from error
        raise


@lru_cache(maxsize=8)
def unpacked(value: bytes) -> Any:
    """Return what `packed` packed; of the same bytes, the same."""
    import cloudpickle

    return cloudpickle.loads(value)  # what the machine sent that asked us to run its functions


def _hold_versions(wanted: dict[str, str]) -> None:
    other = [f"{name} {VERSIONS[name]}, not {version}" for name, version in wanted.items() if VERSIONS[name] != version]
    if other:
        raise ClusterError(
            f"the worker on {os.uname().nodename} has {', '.join(other)}: install the same versions on all machines"
        )


@contextmanager
def _listening(logs: list[tuple[int, str]]) -> Iterator[None]:
    """Take up the log records of wrangle, and warnings."""

    class Taking(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if len(logs) < 20:
                logs.append((record.levelno, record.getMessage()))

    handler = Taking(logging.WARNING)
    logger = logging.getLogger("wrangle")
    logger.addHandler(handler)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("default")
            yield
        logs.extend((logging.WARNING, str(each.message)) for each in caught[:20])
    finally:
        logger.removeHandler(handler)


def count(piece: Piece) -> int:
    """Return how many rows a file has."""
    try:
        return int(piece.frame.select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable(piece.origin, error) from error


def unreadable(origin: str, error: Exception) -> WrangleError:
    """Return our error for a file that a worker could not read."""
    first = next(iter(str(error).strip().splitlines()), type(error).__name__)
    if isinstance(error, FileNotFoundError) or "No such file" in first:
        return ClusterError(_unseen(origin))
    return errors.SourceError(f"{origin}: cannot be read: {first}")


def _unseen(what: object) -> str:
    return (
        f"{what}: the worker on {os.uname().nodename} does not see this file: keep data, output and scratch in folders "
        "that all machines share under the same path, or data in an object store"
    )


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Yield a path to write to, which takes the place of the one given once all is written; twice does no harm."""
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
