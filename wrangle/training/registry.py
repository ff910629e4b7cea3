"""Tracks trainings and keeps models in MLflow: runs, parameters, metrics, artefacts; aliases champion and challenger.

Without `MLFLOW_TRACKING_URI` a SQLite file `mlflow.db` and a folder `mlruns` in the working directory hold it all;
`mlflow ui --backend-store-uri sqlite:///mlflow.db` shows it. MLflow is imported only by what is called here.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wrangle.errors import ArtefactError
from wrangle.training import told
from wrangle.training.store import address, available, client, failures, first_line, quiet, shown

__all__ = ["CHALLENGER", "CHAMPION", "Tracked", "available", "champion", "promote", "resolve", "track"]

CHAMPION, CHALLENGER = "champion", "challenger"
_SHOWN = ("report.html", "card.md", "metrics.json", "schema.json", "manifest.json")
_JSON = ("metrics.json", "schema.json")
_MODEL_URI = re.compile(r"models:/(?P<name>[^/@]+)(?:@(?P<alias>[\w.-]+)|/(?P<version>\d+))")


@dataclass(frozen=True)
class Tracked:
    """A training in MLflow."""

    run_id: str
    name: str
    """The model's name in the registry."""
    version: str
    alias: str
    """`champion` for the first version, `challenger` for later ones; empty for one that was refused."""
    uri: str
    """`models:/name/version`: what `mlflow models serve` and `wrangle serve` take."""


def track(folder: str | Path) -> Tracked:
    """Record a bundle's training as a run, and register the bundle as a version of its model.

    The first version that is accepted becomes the champion, later accepted ones the challenger: `promote` makes one
    the champion. A version that was refused by `accept:` is kept without an alias.

    Parameters
    ----------
    folder : path
        A bundle that `wrangle train` wrote.

    Raises
    ------
    ArtefactError
        MLflow is not installed, its store cannot be reached, or the bundle is damaged.
    """
    bundle = _Written.read(Path(folder))
    asked = client()
    try:
        with quiet():
            return _tracked(asked, bundle)
    except failures() as error:
        raise ArtefactError(f"the training is not recorded in {shown(address())}: {first_line(error)}") from error


@dataclass(frozen=True)
class _Written:
    """What a bundle says of itself; its model is not loaded."""

    folder: Path
    manifest: Mapping[str, Any]
    digest: str
    metrics: Mapping[str, Any]
    schema: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path) -> _Written:
        from wrangle.bundle.manifest import hold_files, read_manifest

        manifest, digest = read_manifest(folder)
        hold_files(folder, manifest)
        metrics, schema = (json.loads((folder / name).read_text(encoding="utf-8")) for name in _JSON)
        return cls(folder, manifest, digest, metrics, schema)


def _tracked(asked: Any, bundle: _Written) -> Tracked:
    import mlflow

    name = str(bundle.manifest["name"])
    with mlflow.start_run(experiment_id=_experiment(asked, name)) as run:
        mlflow.log_params(told.params(bundle.manifest))
        mlflow.log_metrics(told.metrics(bundle.metrics))
        mlflow.set_tags(told.tags(bundle.manifest, bundle.metrics, bundle.digest))
        for each in told.datasets(bundle.manifest):
            mlflow.log_input(each, context="training")
        for file in _SHOWN:
            if (bundle.folder / file).exists():
                mlflow.log_artifact(str(bundle.folder / file))
        mlflow.log_artifacts(str(bundle.folder / "rules"), "rules")
        mlflow.pyfunc.log_model(
            name="model",
            python_model=str(Path(__file__).with_name("pyfunc.py")),
            artifacts={"bundle": str(bundle.folder)},
            signature=told.signature(bundle.schema),
            pip_requirements=str(bundle.folder / "requirements.txt"),
        )
        made = mlflow.register_model(f"runs:/{run.info.run_id}/model", name)
    alias = _alias(asked, name, bundle)
    if alias:
        asked.set_registered_model_alias(name, alias, made.version)
    asked.set_model_version_tag(name, made.version, "bundle.sha256", bundle.digest)
    return Tracked(run.info.run_id, name, str(made.version), alias, f"models:/{name}/{made.version}")


def _experiment(asked: Any, name: str) -> str:
    """Return the id of the experiment of a model; its files lie beside the default store."""
    found = asked.get_experiment_by_name(name)
    if found is not None:
        return str(found.experiment_id)
    place = None if os.environ.get("MLFLOW_TRACKING_URI") else (Path.cwd() / "mlruns").as_uri()
    return str(asked.create_experiment(name, artifact_location=place))


def _alias(asked: Any, name: str, bundle: _Written) -> str:
    if not told.accepted(bundle.metrics):
        return ""
    return CHALLENGER if _has_champion(asked, name) else CHAMPION


def _has_champion(asked: Any, name: str) -> bool:
    from mlflow.exceptions import MlflowException

    try:
        return CHAMPION in asked.get_registered_model(name).aliases
    except MlflowException as error:
        if error.error_code == "RESOURCE_DOES_NOT_EXIST":
            return False
        raise


def champion(name: str) -> Path | None:
    """Return the folder of the champion's bundle, fetched where it lies on a server; None where there is none.

    Raises
    ------
    ArtefactError
        MLflow is not installed, or its store cannot be reached.
    """
    if not os.environ.get("MLFLOW_TRACKING_URI") and not (Path.cwd() / "mlflow.db").exists():
        return None
    asked = client()
    try:
        with quiet():
            has = _has_champion(asked, name)
    except failures() as error:
        raise ArtefactError(
            f"the champion of {name} cannot be asked for in {shown(address())}: {first_line(error)}"
        ) from error
    return resolve(f"models:/{name}@{CHAMPION}") if has else None


def promote(name: str, version: str) -> None:
    """Make a version of a model its champion.

    Raises
    ------
    ArtefactError
        There is no such version, or MLflow is not installed.
    """
    asked = client()
    try:
        with quiet():
            asked.get_model_version(name, version)
            asked.set_registered_model_alias(name, CHAMPION, version)
    except failures() as error:
        raise ArtefactError(
            f"{name} version {version}: {first_line(error)}: `mlflow ui` shows what there is"
        ) from error


def resolve(uri: str) -> Path:
    """Return the local folder of a bundle in the registry, fetched where it lies on a server.

    Parameters
    ----------
    uri : str
        `models:/name@alias` or `models:/name/version`.

    Raises
    ------
    ArtefactError
        The URI is none, or there is no such model or version.
    """
    if _MODEL_URI.fullmatch(uri) is None:
        raise ArtefactError(f"{uri!r} names no model of the registry: write models:/name@champion or models:/name/3")
    client()
    try:
        with quiet():
            import mlflow

            folder = Path(mlflow.artifacts.download_artifacts(artifact_uri=uri))
    except failures() as error:
        raise ArtefactError(f"{uri}: cannot be found in {shown(address())}: {first_line(error)}") from error
    found = next(iter(sorted(folder.glob("artifacts/*/manifest.json"))), None)
    if found is None:
        raise ArtefactError(f"{uri}: is no model of wrangle: it holds no bundle")
    return found.parent
