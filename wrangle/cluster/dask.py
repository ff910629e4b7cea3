"""Tasks on Dask: a scheduler and workers, reached by address or started here."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack
from typing import Any

import dask
from dask.sizeof import sizeof
from distributed import Client, KilledWorker, LocalCluster, Security, as_completed

from wrangle.cluster.memory import per_task
from wrangle.cluster.tasks import Handle, Tasks
from wrangle.errors import ClusterError, LostError
from wrangle.sections.engine import Engine

ANSWER = 10
"""Seconds to wait for a scheduler."""
SMALL = 64 << 20
"""Bytes up to which a shared value is kept by the scheduler: it is there again where the worker that had it dies. (A
broadcast waits for ever for a worker that dies meanwhile.)"""
WAIT = 60
"""Seconds to wait for workers."""


class Dask(Tasks):
    """Workers of Dask `distributed`."""

    name = "Dask"

    def __init__(self, settings: Engine) -> None:
        self._stack = ExitStack()
        quiet = {"distributed.comm.timeouts.connect": "10s", "distributed.admin.large-graph-warning-threshold": "1GB"}
        self._stack.enter_context(dask.config.set(quiet))
        try:
            _hold_certificates(settings.address)
            address = settings.address or self._started(settings.workers or os.cpu_count() or 1)
            self.client = self._stack.enter_context(Client(address, timeout=ANSWER, set_as_default=False))
            self.client.wait_for_workers(1 if settings.address else settings.workers or os.cpu_count() or 1, WAIT)
        except (OSError, TimeoutError, TypeError, ValueError) as error:  # ValueError: an address of no kind it knows
            self._stack.close()
            raise ClusterError(
                f"engine: dask: no workers answer at {settings.address or 'this machine'} ({error}): "
                "start them with `dask scheduler` and `dask worker ADDRESS`, or mend the address"
            ) from error
        except BaseException:
            self._stack.close()
            raise

    def _started(self, workers: int) -> str:
        """Start a scheduler in this process and workers in their own, for as long as this lives."""
        cluster = self._stack.enter_context(
            LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0", host="127.0.0.1", silence_logs=50)
        )
        one = [sys.executable, "-m", "distributed.cli.dask_worker", cluster.scheduler_address, "--no-dashboard",
               "--nworkers", str(workers), "--nthreads", "1", "--host", "127.0.0.1",
               "--dashboard-address", "127.0.0.1:0",  # else its pages listen on all addresses
               "--death-timeout", "30"]  # fmt: skip
        alone = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        process = subprocess.Popen(  # noqa: S603  # our own interpreter
            one, env=os.environ | alone, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        self._stack.callback(_stopped, process)
        address: str = cluster.scheduler_address
        return address

    @property
    def slots(self) -> int:
        """Threads of all workers."""
        return max(1, sum(map(int, self.client.nthreads().values())))

    @property
    def memory(self) -> int:
        """The smallest share of a worker's memory limit that a thread of it has."""
        workers = self.client.scheduler_info(n_workers=-1)["workers"].values()
        return per_task((each["memory_limit"], each["nthreads"]) for each in workers)

    @property
    def where(self) -> str:
        """The scheduler's address."""
        return str(self.client.scheduler.address)

    def manned(self) -> bool:
        """See `Tasks`."""
        return bool(self.client.nthreads())

    def submit(self, function: Callable[..., Any], *args: Any) -> Handle:
        """See `Tasks`."""
        return self.client.submit(function, *args, pure=False)

    def share(self, value: Any) -> Handle:
        """See `Tasks`."""
        if sizeof(value) <= SMALL:
            return self.client.submit(_same, value, pure=False)
        return self.client.scatter([value], hash=False)[0]

    def result(self, handle: Handle) -> Any:
        """See `Tasks`."""
        alone = None
        while True:
            try:
                return handle.result(timeout=1)
            except TimeoutError:
                alone = self.alone(alone)
            except KilledWorker as error:
                raise ClusterError(f"Dask: {error}") from error
            except CancelledError as error:
                what = f"Dask: the scheduler, or what only a lost worker had, is gone ({error}): run again"
                raise LostError(what) from error

    def completed(self, handles: Iterable[Handle]) -> Iterator[Handle]:
        """See `Tasks`."""
        waiting = as_completed(list(handles), loop=self.client.loop)
        alone = None
        looked = time.monotonic()
        while not waiting.is_empty():
            if waiting.has_ready():
                yield next(waiting)
                continue
            with waiting.thread_condition:
                waiting.thread_condition.wait(0.05)
            if time.monotonic() - looked > 1:
                looked = time.monotonic()
                alone = self.alone(alone)

    def forget(self, handles: Iterable[Handle]) -> None:
        """See `Tasks`."""
        for each in handles:
            each.release()

    def close(self) -> None:
        """See `Tasks`."""
        self._stack.close()


def _hold_certificates(address: str | None) -> None:
    """Refuse to try without certificates what needs them: Dask's client would wait, and complain long after."""
    if not (address or "").startswith("tls://") or dask.config.get("distributed.client.security-loader", None):
        return
    if Security().get_connection_args("client").get("ssl_context") is None:
        names = ", ".join(f"DASK_DISTRIBUTED__COMM__TLS__{each}" for each in ("CA_FILE", "CLIENT__CERT", "CLIENT__KEY"))
        raise ClusterError(f"engine: dask: {address} asks for certificates, and none are set: set {names}")


def _same(value: Any) -> Any:
    return value


def _stopped(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
