"""Tasks on Ray: nodes reached by address, or one started here."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing phones home; Ray reads it when it is imported
os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")

import ray

from wrangle.cluster.memory import per_task
from wrangle.cluster.tasks import Handle, Tasks
from wrangle.errors import ClusterError
from wrangle.sections.engine import Engine

STORE = 256 << 20
"""Bytes of the object store of a node that is started here: results of tasks are small, data goes through files."""

TRIES = 5
"""How often a task is begun anew where its worker died."""


class Ray(Tasks):
    """Workers of Ray."""

    name = "Ray"

    def __init__(self, settings: Engine) -> None:
        self._mine = not ray.is_initialized()
        alone = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        here: dict[str, Any] = {} if settings.address else {
            "num_cpus": settings.workers or os.cpu_count(), "include_dashboard": False, "object_store_memory": STORE,
            "_node_ip_address": "127.0.0.1",
        }  # fmt: skip
        try:
            if self._mine:
                ray.init(
                    address=settings.address or "local",
                    log_to_driver=False,
                    logging_level=logging.ERROR,
                    configure_logging=True,
                    runtime_env={"env_vars": alone},
                    **here,
                )
        except (ConnectionError, OSError, RuntimeError, ValueError, TimeoutError) as error:
            raise ClusterError(
                f"engine: ray: no cluster answers at {settings.address or 'this machine'} ({_first(error)}): start one "
                "with `ray start --head`, and run on a machine that belongs to it, or mend the address"
            ) from error
        self._remote: dict[Callable[..., Any], Any] = {}

    @property
    def slots(self) -> int:
        """Processors of all nodes."""
        return max(1, int(ray.cluster_resources().get("CPU", 1)))

    @property
    def memory(self) -> int:
        """The smallest share of a node's memory that one of its processors has."""
        nodes = [each["Resources"] for each in ray.nodes() if each["Alive"]]
        return per_task((int(each.get("memory", 0)), int(each.get("CPU", 0))) for each in nodes if each.get("CPU"))

    @property
    def where(self) -> str:
        """The head's address."""
        return str(ray.get_runtime_context().gcs_address)

    def manned(self) -> bool:
        """Tell whether any node has a processor: a head may have none, and goes on without workers."""
        return bool(ray.cluster_resources().get("CPU", 0))

    def submit(self, function: Callable[..., Any], *args: Any) -> Handle:
        """See `Tasks`."""
        if function not in self._remote:
            self._remote[function] = ray.remote(max_retries=TRIES, num_cpus=1)(function)
        return self._remote[function].remote(*args)

    def share(self, value: Any) -> Handle:
        """See `Tasks`."""
        return ray.put(value)

    def result(self, handle: Handle) -> Any:
        """See `Tasks`."""
        alone = None
        while True:
            try:
                return self._got(handle)
            except ray.exceptions.GetTimeoutError:
                alone = self.alone(alone)

    def _got(self, handle: Handle) -> Any:
        """Return what a task gave, if it is there in a second."""
        try:
            return ray.get(handle, timeout=1)
        except ray.exceptions.GetTimeoutError:
            raise
        except ray.exceptions.RayTaskError as error:
            cause = _innermost(error)
            if isinstance(cause, ray.exceptions.RayError):  # of the task that this one waited for
                raise ClusterError(f"Ray: {_first(cause)}") from error
            raise error.as_instanceof_cause() from error
        except ray.exceptions.RayError as error:
            raise ClusterError(f"Ray: {_first(error)}") from error

    def completed(self, handles: Iterable[Handle]) -> Iterator[Handle]:
        """See `Tasks`."""
        waiting = list(handles)
        alone = None
        while waiting:
            done, waiting = ray.wait(waiting, num_returns=1, timeout=1)
            alone = None if done else self.alone(alone)
            yield from done

    def forget(self, handles: Iterable[Handle]) -> None:
        """Do nothing: Ray lets go what nobody refers to, and cancelling a task that just ends breaks it off (2.60)."""

    def close(self) -> None:
        """See `Tasks`."""
        if self._mine:
            ray.shutdown()


def _innermost(error: Exception) -> Exception:
    """Return what a task failed from; not that those after it did, too."""
    while isinstance(error, ray.exceptions.RayTaskError) and isinstance(error.cause, Exception):
        error = error.cause
    return error


def _first(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
