"""Reads a bundle: digests, versions, types, bounds, golden records; then and only then it is used."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wrangle.bundle.bundle import GOLDEN, MODEL, Bundle
from wrangle.bundle.golden import replay
from wrangle.bundle.manifest import hold_files, hold_versions, read_manifest
from wrangle.bundle.model import Model
from wrangle.bundle.predictor import Predictor
from wrangle.bundle.trees import hold_bounds
from wrangle.bundle.trust import restore
from wrangle.engine.fitted import FittedPipeline
from wrangle.errors import ArtefactError


def load_bundle(folder: str | Path, trust: Sequence[type] = (), *, check_golden: bool = True) -> Bundle:
    """Read a bundle that `write_bundle` wrote. Nothing in the folder can run code.

    Parameters
    ----------
    folder : path
    trust : sequence of type
        Classes of your own that the model may be made of; each is code of yours, so import and pass it.
    check_golden : bool
        Whether the golden records must be answered as they were when the bundle was made.

    Raises
    ------
    ArtefactError
        The folder is no bundle, was changed, was made by another version of scikit-learn, holds a type that is not
        trusted or trees that lead nowhere, or answers its golden records otherwise.
    """
    folder = Path(folder)
    manifest, digest = read_manifest(folder)
    hold_files(folder, manifest)
    hold_versions(folder, manifest)
    pipeline = FittedPipeline.load(folder / "pipeline")
    model = _model(folder, manifest, trust)
    found = Bundle(folder, manifest, pipeline, model, digest)
    if check_golden:
        replay(Predictor(found), _golden(found), folder / GOLDEN)
    return found


def _model(folder: Path, manifest: Mapping[str, Any], trust: Sequence[type]) -> Model:
    path = folder / MODEL
    try:
        estimator = restore(path.read_bytes(), trust, str(path))
        model = Model.from_description(manifest["model"], estimator)
        columns = len(model.encoding.names)
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ArtefactError(f"{folder}: the manifest does not describe a model ({error}): train it anew") from error
    hold_bounds(estimator, columns, str(path))
    return model


def _golden(bundle: Bundle) -> Sequence[Mapping[str, Any]]:
    try:
        return bundle.golden
    except (OSError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ArtefactError(f"{bundle.folder / GOLDEN}: cannot be read ({error}): train the model anew") from error
