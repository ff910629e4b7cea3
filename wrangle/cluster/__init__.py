"""Runs pipelines beyond one machine: tasks over parts of the data, on Dask or Ray."""

from __future__ import annotations

from importlib import import_module

from wrangle.cluster.tasks import Tasks
from wrangle.errors import ClusterError
from wrangle.sections.engine import Engine

__all__ = ["Tasks", "connect"]


def connect(settings: Engine) -> Tasks:
    """Reach the cluster that settings name, or start one on this machine; to be entered, or closed.

    Parameters
    ----------
    settings : Engine
        Of `dask` or `ray`.

    Raises
    ------
    ClusterError
        The engine is not installed, or the cluster cannot be reached. The message says what to do.
    """
    try:
        module = import_module(f"wrangle.cluster.{settings.use}")
    except ImportError as error:
        raise ClusterError(
            f"engine: {settings.use}: {error.name} is not installed: pip install 'wrangle[{settings.use}]'"
        ) from error
    found: Tasks = getattr(module, settings.use.title())(settings)
    return found
