"""What runs in a container of Amazon SageMaker: `python -m wrangle.serving.container serve`.

| from the environment | is | else |
|---|---|---|
| `SM_MODEL_DIR` | where the model is unpacked | `/opt/ml/model` |
| `SAGEMAKER_BIND_TO_PORT` | the port | 8080 |
| `SAGEMAKER_MODEL_SERVER_WORKERS` | processes | 1 |

The server takes the place of this process: SIGTERM reaches it, and it finishes what it took before SIGKILL comes,
30 seconds later.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

MODEL = "/opt/ml/model"
DRAIN = 25
"""Seconds that requests under way get at a stop."""


def command(arguments: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """Return the command that a container runs.

    Parameters
    ----------
    arguments : sequence of str
        What stands behind the image in `docker run`.
    environment : mapping

    Raises
    ------
    SystemExit
        It is not `serve`, or there is no model.
    """
    if list(arguments) != ["serve"]:
        raise SystemExit(f"this container serves a model: docker run IMAGE serve (not {' '.join(arguments)!r})")
    model = environment.get("SM_MODEL_DIR", MODEL)
    if not Path(model).is_dir():
        raise SystemExit(f"{model}: there is no model: SageMaker unpacks model.tar.gz there; mount it when run by hand")
    port = environment.get("SAGEMAKER_BIND_TO_PORT", "8080")
    workers = environment.get("SAGEMAKER_MODEL_SERVER_WORKERS", "1")
    where = ["--host", "0.0.0.0", "--port", port]  # noqa: S104  # a container is reached from outside only
    run = [sys.executable, "-m", "wrangle.cli", "serve", model]
    return [*run, *where, "--workers", workers, "--drain", str(DRAIN)]


if __name__ == "__main__":
    found = command(sys.argv[1:], os.environ)
    os.execv(found[0], found)  # noqa: S606  # no shell is wanted
