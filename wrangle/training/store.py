"""Reaches MLflow's store: a SQLite file in the working directory, or where `MLFLOW_TRACKING_URI` points."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any

from wrangle.errors import ArtefactError


def available() -> bool:
    """Tell whether MLflow is installed."""
    return find_spec("mlflow") is not None


def address() -> str:
    """Return the URI of the tracking store: `MLFLOW_TRACKING_URI`, else a SQLite file in the working directory."""
    return os.environ.get("MLFLOW_TRACKING_URI") or f"sqlite:///{Path.cwd() / 'mlflow.db'}"


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what MLflow and its migrations print from the terminal."""
    import warnings

    loggers = [logging.getLogger(name) for name in ("mlflow", "alembic")]
    before = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), redirect_stderr(StringIO()), redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        for each, level in zip(loggers, before, strict=True):
            each.setLevel(level)


def client() -> Any:
    """Return MLflow's client of the store, set up.

    Raises
    ------
    ArtefactError
        MLflow is not installed.
    """
    if not available():
        raise ArtefactError("MLflow is not installed: pip install 'wrangle[mlflow]'")
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    os.environ.setdefault("DO_NOT_TRACK", "true")
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    with quiet():
        import mlflow

        mlflow.set_tracking_uri(address())
        return mlflow.MlflowClient()


def failures() -> tuple[type[Exception], ...]:
    """Return what MLflow raises where its store cannot be reached, or has not what is asked for."""
    from mlflow.exceptions import MlflowException
    from sqlalchemy.exc import SQLAlchemyError

    return (MlflowException, SQLAlchemyError, OSError)


def first_line(error: Exception) -> str:
    r"""Return what an error says, shortly: those of databases hold whole statements.

    Examples
    --------
    >>> first_line(ValueError("no such table\nSELECT 1"))
    'no such table'
    """
    return next(iter(str(error).splitlines()), type(error).__name__)


def shown(uri: str) -> str:
    """Return an address without the password in it.

    Examples
    --------
    >>> shown("postgresql://me:secret@host/db"), shown("sqlite:///mlflow.db")
    ('postgresql://me@host/db', 'sqlite:///mlflow.db')
    """
    return re.sub(r"//([^/@:]*):[^/@]*@", r"//\1@", uri)
