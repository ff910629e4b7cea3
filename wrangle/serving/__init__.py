"""Answers single records over HTTP by the pipeline and the model of a bundle; apart from training."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def app(target: str | Path, **settings: Any) -> Any:
    """Return an ASGI application that serves a bundle or a deployment, for a server of your own.

    Set OMP_NUM_THREADS=1 before scikit-learn is imported: with more threads a single record takes far longer.

    Parameters
    ----------
    target : path
        The folder of a bundle or of a deployment.
    **settings
        See `wrangle.serving.server.Settings`: `token_file`, `limits`.

    Returns
    -------
    wrangle.serving.application.App
    """
    from wrangle.serving.make import make
    from wrangle.serving.server import Settings

    return make(Settings(str(target), **settings))
