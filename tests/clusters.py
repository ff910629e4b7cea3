"""Real clusters for the tests: a Dask scheduler and workers, a Ray head and a second node; ended by pid."""

from __future__ import annotations

import ctypes
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

TESTS = Path(__file__).parent
ALONE = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
         "PYTHONPATH": os.pathsep.join(map(str, (TESTS.parent, TESTS)))}  # fmt: skip
"""A worker is one thread: several on a machine of few processors wait for each other. It finds functions of tests."""
TOKEN = os.environ.get("RAY_AUTH_TOKEN") or secrets.token_hex(16)
RAY = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": TOKEN, "RAY_USAGE_STATS_ENABLED": "0",
       "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0", "RAY_memory_monitor_refresh_ms": "0"}  # fmt: skip
"""What the processes of a Ray cluster and its drivers share. The token is this test process's own, however often pytest
imports this file: as a module, and to look for examples."""
os.environ.update(RAY)  # before Ray is imported: it reads the token once
STORE = 100_000_000
"""Bytes of a node's object store; /dev/shm may be small."""
LIBRARY = ctypes.CDLL(None) if sys.platform == "linux" else None
WAIT = 60
"""Seconds for a cluster to be there; a busy machine needs more than the usual 3 (Dask) or 10 (Ray)."""


@dataclass
class Running:
    """A cluster that runs: where it is, and the processes that tests may kill."""

    address: str
    workers: list[psutil.Process] = field(default_factory=list)
    """Dask: its workers. Ray: the raylet of each node, the head's first: where it dies, the whole node is gone."""
    log: Path | None = None

    @property
    def pids(self):
        return [each.pid for each in self.workers]

    def kill(self, index=-1):
        """End a worker, or a node, without a warning."""
        self.workers[index].kill()


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def until(done, log, what):
    """Wait for something to be there, and tell what the processes said if it never is."""
    end = time.monotonic() + WAIT
    while not (found := done()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what} is not there after {WAIT} s: {log.read_text()[-2000:]}")
        time.sleep(0.05)
    return found


def end_with_parent():
    """Have the system end a process when the one that started it is killed: tests that are stopped leave nothing."""
    if LIBRARY is not None:
        LIBRARY.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG of linux/prctl.h


@contextmanager
def started(args, log, **env):
    """Start a process with its children, and see to it that all are gone in the end, whatever became of them."""
    with log.open("a") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *args], env=os.environ | ALONE | env, stdin=subprocess.DEVNULL,
            stdout=out, stderr=out, start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509  # nothing but a call of the system
        )  # fmt: skip
    family = _Family(psutil.Process(process.pid))
    try:
        yield family
    finally:
        family.look()
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for each in psutil.wait_procs(family.known, 3)[1]:
            each.kill()


class _Family:
    """A process and all that it started, also where their parent is gone."""

    def __init__(self, process):
        self.process, self.known = process, []

    def look(self):
        with suppress(psutil.NoSuchProcess):
            self.known = list({*self.known, *self.process.children(recursive=True)})
        return self.known

    def named(self, name):
        return [each for each in self.look() if each.is_running() and each.name().startswith(name)]


@contextmanager
def dask_cluster(folder, workers=2):
    """A scheduler and workers of one thread, each a process of its own; a worker that is killed stays away."""
    log, told = folder / "dask.log", folder / "scheduler.json"
    log.touch()
    local = ("--no-dashboard", "--dashboard-address", "127.0.0.1:0")
    nowhere = {"DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "false"}
    with ExitStack() as stack:
        scheduler = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", *local,
                     "--scheduler-file", str(told)]  # fmt: skip
        stack.enter_context(started(scheduler, log))
        worker = ["distributed.cli.dask_worker", "--scheduler-file", str(told), "--nthreads", "1", "--no-nanny",
                  "--host", "127.0.0.1", *local, "--memory-limit", "1GB", "--local-directory", str(folder)]  # fmt: skip
        found = [stack.enter_context(started(worker, log, **nowhere)).process for _ in range(workers)]
        until(lambda: log.read_text().count("Registered to:") >= workers, log, "a Dask worker")
        yield Running(json.loads(told.read_text())["address"], found, log)


@contextmanager
def ray_cluster(head_cpus=1):
    """A head and a second node, each of one processor, with ports and folder of their own: no other cluster is met.

    Where none starts within a minute, as on a machine without enough memory, the test is skipped and says so.

    The folder is not pytest's: a path of more than 107 letters is no name of a socket.
    """
    folder = Path(tempfile.mkdtemp(prefix="ray"))
    log, port = folder / "ray.log", free_port()
    log.touch()
    started_ = False
    node = ["ray.scripts.scripts", "start", "--block", f"--object-store-memory={STORE}",
            "--include-log-monitor=false", "--disable-usage-stats", "--dashboard-agent-listen-port=0",
            "--node-ip-address=127.0.0.1"]  # fmt: skip
    head = [*node, "--head", f"--num-cpus={head_cpus}", f"--port={port}",
            f"--ray-client-server-port={free_port()}", "--no-monitor", "--include-dashboard=false",
            f"--temp-dir={folder}"]  # fmt: skip
    try:
        with ExitStack() as stack:
            families = [stack.enter_context(started(head, log, **RAY))]
            until(lambda: _listens(port), log, "Ray's head")
            families.append(
                stack.enter_context(started([*node, "--num-cpus=1", f"--address=127.0.0.1:{port}"], log, **RAY))
            )
            until(lambda: log.read_text().count("Ray runtime started") >= 2, log, "a Ray node")
            found = Running(f"127.0.0.1:{port}", [each.named("raylet")[0] for each in families], log)
            started_ = True
            yield found
    except TimeoutError as error:
        if started_:
            raise
        pytest.skip(f"no Ray cluster starts here: {error}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _listens(port):
    with socket.socket() as found:
        return found.connect_ex(("127.0.0.1", port)) == 0


def ray_serve():
    """Return Ray Serve, whose own models are written in a way that pydantic warns of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ray import serve
    return serve
