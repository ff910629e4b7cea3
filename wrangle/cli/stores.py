"""What verbs that read captures take: a deployment's folder, or the address of a store."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def store_of(target: str) -> str:
    """Return the address of a store; that of a deployment is told by its settings.

    Examples
    --------
    >>> store_of("sqlite:////srv/captures.sqlite")
    'sqlite:////srv/captures.sqlite'
    """
    from wrangle.captures.store import store_url

    if "://" in target:
        return store_url(target, Path.cwd())
    from wrangle.serving.deployment import read_deployment
    from wrangle.serving.loading import settings_of

    folder = Path(target)
    return store_url(settings_of(folder, read_deployment(folder)).capture.url, folder)


def truth_of(target: str) -> Any:
    """Return what a deployment says of the truth, a `KnownTruth`; of a bare store nothing is known.

    Raises
    ------
    DeploymentError, ArtefactError, RuleFileError
        The deployment cannot be read.
    CaptureError
        Its model finds clusters, for which there is no truth.
    """
    from wrangle.captures.known import KnownTruth, known_truth

    if "://" in target:
        return KnownTruth()
    from wrangle.bundle.manifest import read_manifest
    from wrangle.serving.deployment import read_deployment

    folder = Path(target)
    bundle = folder / read_deployment(folder).variants[0].bundle
    return known_truth(bundle, read_manifest(bundle)[0])
