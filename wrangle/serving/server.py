"""Runs the application: one process or several on one port, until it is told to stop."""

from __future__ import annotations

import contextlib
import ctypes
import json
import logging
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from wrangle.errors import OutputError, WrangleError
from wrangle.serving.make import make

SETTINGS = "WRANGLE_SERVE_SETTINGS"
"""The environment variable by which worker processes are told what to serve."""

THREADS: Mapping[str, str] = {
    "OMP_NUM_THREADS": "1",  # one row of a boosted tree on busy cores: 2.8 ms, and 0.7 to 2 s with more threads
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1",  # a few rows are not shared out among threads
}
"""What libraries read from the environment when they are imported; what the user has set there stays."""

SWITCH = 0.001
"""Seconds after which Python lets the other thread have its turn: the event loop need not wait long for the model."""


_PR_SET_PDEATHSIG = 1  # linux/prctl.h
BACKLOG = 2_048
"""Connections that may wait to be taken."""


@dataclass(frozen=True)
class Settings:
    """What to serve, where, and to whom."""

    target: str
    """A bundle's folder or a deployment's."""
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 1
    token_file: str | None = None
    drain: int = 25
    """Seconds that a stop waits for requests under way; SageMaker kills after 30."""
    limits: Mapping[str, Any] | None = None
    """Limits that were given; the others are those of the rule file."""
    access_log: bool = False
    spread: bool = False
    """Whether others on other machines serve the same: a file would not be one for all of them."""


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl-C; requests that were taken are finished.

    Raises
    ------
    OutputError
        The port is taken.
    WrangleError
        The target cannot be served.
    """
    make(settings)  # what is not there, or no token, is told before anything listens
    os.environ[SETTINGS] = json.dumps(asdict(settings))
    with _bound(settings) as listening:
        host, port = listening.getsockname()[:2]
        _say(f"serving {settings.target} on http://{f'[{host}]' if ':' in host else host}:{port}")
        if settings.workers > 1:
            _several(settings, listening)
        else:
            _one(settings, listening)


def worker() -> Any:
    """Return the application of a worker process."""
    sys.setswitchinterval(SWITCH)
    app = make(Settings(**json.loads(os.environ[SETTINGS])))
    if multiprocessing.parent_process() is not None:
        _end_with_parent()
        app.waits = True
    return app


def _end_with_parent() -> None:
    """Have the system end this worker when the process that started it is killed: else it would keep the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _one(settings: Settings, listening: socket.socket) -> None:
    import uvicorn

    app = worker()
    server = uvicorn.Server(_config(settings, app))
    failed: list[WrangleError] = []

    def fail(error: WrangleError) -> None:
        failed.append(error)
        server.should_exit = True

    app.failed = fail
    with contextlib.suppress(KeyboardInterrupt):
        server.run([listening])
    if failed:
        raise failed[0]


def _several(settings: Settings, listening: socket.socket) -> None:
    from uvicorn.supervisors import Multiprocess

    os.environ.update({name: value for name, value in THREADS.items() if name not in os.environ})
    config = _config(settings, "wrangle.serving.server:worker", workers=settings.workers, factory=True)
    Multiprocess(config, sockets=[listening]).run()


def _config(settings: Settings, app: Any, **more: Any) -> Any:
    import uvicorn

    from wrangle.serving.protocol import Patient

    return uvicorn.Config(
        app,
        http=Patient,
        ws="none",
        lifespan="on",
        access_log=settings.access_log,
        log_level="info" if settings.access_log else "warning",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
        backlog=BACKLOG,
        timeout_graceful_shutdown=settings.drain,
        **more,
    )


def _bound(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(BACKLOG)  # who comes while the model is loaded waits here, and is told then
    except (OSError, OverflowError) as error:
        listening.close()
        what = f"{settings.host}:{settings.port}: cannot be listened on ({error}): name another --port or --host"
        raise OutputError(what) from error
    listening.set_inheritable(True)
    return listening


def _say(text: str) -> None:
    logging.getLogger("wrangle.serving").info(text)
    print(text, file=sys.stderr, flush=True)  # noqa: T201  # what a person who starts it by hand looks for
