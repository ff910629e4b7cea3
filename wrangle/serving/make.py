"""Puts the application together for a bundle's folder or a deployment's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wrangle.errors import CaptureError, SourceError
from wrangle.sections.serve import Limits
from wrangle.serving.access import read_token
from wrangle.serving.application import App
from wrangle.serving.inference import Keeping, Models
from wrangle.serving.verdict import Verdict

DEPLOYMENT = "deployment.json"


def make(settings: Any) -> App:
    """Return the application that `wrangle.serving.server.Settings` ask for.

    Raises
    ------
    SourceError
        There is no such folder, or the token cannot be read.
    """
    token = read_token(Path(settings.token_file) if settings.token_file else None)
    folder = Path(settings.target)
    verdict = Verdict(folder) if (folder / DEPLOYMENT).exists() else None
    setup = lambda models: _setup(models, settings.limits or {}, spread=settings.spread)  # noqa: E731
    return App(models_of(folder), setup, token=token, verdict=verdict)


def models_of(folder: Path) -> Models:
    """Return the models of a folder: that of a bundle, or those of a deployment.

    Raises
    ------
    SourceError
        There is no such folder.
    """
    from wrangle.serving.models import Models as Served

    if not folder.is_dir():
        raise SourceError(
            f"{folder}: there is no such folder: name a bundle, as `wrangle train` writes it, or a deployment"
        )
    return Served.of_deployment(folder) if (folder / DEPLOYMENT).exists() else Served.of_bundle(folder)


def _setup(models: Any, given: dict[str, Any], *, spread: bool) -> tuple[Limits, Keeping]:
    """Return limits and capture as the rule file or the deployment has them, once the models are loaded."""
    from wrangle.captures.store import store_url
    from wrangle.serving.capture import Capture
    from wrangle.serving.shadow import Shadows

    limits = Limits.model_validate(models.serve.limits.model_dump() | given)
    settings = models.serve.capture
    if settings.mode == "auto":
        settings = settings.model_copy(update={"mode": "buffered" if models.watches else "off"})
    if settings.mode == "off":
        return limits, Keeping()
    folder = models.folder if models.watches else Path.cwd()
    if spread and store_url(settings.url, folder).startswith("sqlite"):
        raise CaptureError(
            "serve: capture: replicas on several machines cannot keep requests in one SQLite file: set `capture: "
            "{url: postgresql://...}`, or `capture: off`"
        )
    capture = Capture.of(settings, folder)
    capture.start()
    return limits, Keeping(capture, Shadows(models, capture), store_url(settings.url, folder))
