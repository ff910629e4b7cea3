"""Tracks trainings and keeps models in MLflow: runs, parameters, metrics, artefacts; aliases champion and challenger.

Without `MLFLOW_TRACKING_URI` a SQLite file `mlflow.db` and a folder `mlruns` in the working directory hold it all;
`mlflow ui --backend-store-uri sqlite:///mlflow.db` shows it. MLflow is imported only by what is called here.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any

from wrangle.errors import ArtefactError

CHAMPION, CHALLENGER = "champion", "challenger"
_MODEL_URI = re.compile(r"models:/(?P<name>[^/@]+)(?:@(?P<alias>[\w.-]+)|/(?P<version>\d+))")


@dataclass(frozen=True)
class Tracked:
    """A training in MLflow."""

    run_id: str
    name: str
    """The model's name in the registry."""
    version: str
    alias: str
    """`champion` for the first version, `challenger` for later ones."""


def available() -> bool:
    """Tell whether MLflow is installed."""
    return find_spec("mlflow") is not None


def store() -> str:
    """Return the URI of the tracking store: `MLFLOW_TRACKING_URI`, else a SQLite file in the working directory."""
    return os.environ.get("MLFLOW_TRACKING_URI") or f"sqlite:///{Path.cwd() / 'mlflow.db'}"


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what MLflow and its migrations print from the terminal."""
    import warnings

    loggers = [logging.getLogger(name) for name in ("mlflow", "alembic")]
    before = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), redirect_stderr(StringIO()), redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        for each, level in zip(loggers, before, strict=True):
            each.setLevel(level)


def _client() -> Any:
    """Return MLflow's client of the store, set up.

    Raises
    ------
    ArtefactError
        MLflow is not installed.
    """
    if not available():
        raise ArtefactError("MLflow is not installed: pip install 'wrangle[mlflow]'")
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    os.environ.setdefault("DO_NOT_TRACK", "true")
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    with _quiet():
        import mlflow

        mlflow.set_tracking_uri(store())
        return mlflow.MlflowClient()


def track(folder: str | Path) -> Tracked:
    """Record a bundle's training as a run, and register the bundle as a version of its model.

    The first version of a model becomes its champion, later ones its challenger: `promote` makes one the champion.

    Parameters
    ----------
    folder : path
        A bundle that `wrangle train` wrote.

    Raises
    ------
    ArtefactError
        MLflow is not installed, or the bundle is damaged.
    """
    from wrangle.bundle.load import load_bundle

    client = _client()
    bundle = load_bundle(folder, check_golden=False)
    manifest, name = bundle.manifest, bundle.name
    with _quiet():
        import mlflow

        experiment = mlflow.get_experiment_by_name(name)
        where = None if experiment is None else experiment.experiment_id
        if where is None:
            place = None if os.environ.get("MLFLOW_TRACKING_URI") else (Path.cwd() / "mlruns").as_uri()
            where = client.create_experiment(name, artifact_location=place)
        with mlflow.start_run(experiment_id=where) as run:
            mlflow.log_params(_params(manifest))
            mlflow.log_metrics(_metrics(bundle.metrics))
            mlflow.set_tags(_tags(manifest, bundle.digest))
            for file in ("report.html", "card.md", "metrics.json", "schema.json", "manifest.json"):
                if (bundle.folder / file).exists():
                    mlflow.log_artifact(str(bundle.folder / file))
            mlflow.log_artifacts(str(bundle.folder / "rules"), "rules")
            mlflow.pyfunc.log_model(
                name="model",
                python_model=str(Path(__file__).with_name("pyfunc.py")),
                artifacts={"bundle": str(bundle.folder)},
                signature=_signature(bundle),
                pip_requirements=str(bundle.folder / "requirements.txt"),
            )
            made = mlflow.register_model(f"runs:/{run.info.run_id}/model", name)
        alias = CHALLENGER if _has_champion(client, name) else CHAMPION
        client.set_registered_model_alias(name, alias, made.version)
        client.set_model_version_tag(name, made.version, "bundle", bundle.digest)
    return Tracked(run.info.run_id, name, str(made.version), alias)


def _params(manifest: Mapping[str, Any]) -> dict[str, str]:
    kept = {key: manifest.get(key) for key in ("problem", "target", "estimator", "seed", "threshold", "features")}
    options = {f"options.{name}": value for name, value in (manifest.get("options") or {}).items()}
    split = {f"split.{name}": value for name, value in (manifest.get("split") or {}).items()}
    return {name: _short(value) for name, value in (kept | options | split).items() if value is not None}


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text[:500]


def _metrics(found: Mapping[str, Any]) -> dict[str, float]:
    """Return part.metric -> value; MLflow takes letters, digits and `_-. /`."""
    parts: Mapping[str, Mapping[str, Any]] = found.get("metrics", {})
    return {
        f"{part}.{metric}": float(value["value"])
        for part, metrics in parts.items()
        for metric, value in metrics.items()
        if value.get("value") is not None
    }


def _tags(manifest: Mapping[str, Any], digest: str) -> dict[str, str]:
    data = {f"dataset.{number}": _short(each) for number, each in enumerate(manifest.get("dataset") or ())}
    rules = manifest.get("rules") or {}
    return {"bundle.sha256": digest, "rules.sha256": str(rules.get("sha256", "")), **data}


def _signature(bundle: Any) -> Any:
    """Return the signature of raw records: all columns may be missing or null, as raw data is."""
    from mlflow.models import ModelSignature
    from mlflow.types import ColSpec, DataType, Schema

    kinds = {"number": DataType.double, "integer": DataType.long, "boolean": DataType.boolean}
    columns: list[Any] = []
    for name, said in bundle.schema["input"]["properties"].items():
        types = [said.get("type")] if isinstance(said.get("type"), str) else list(said.get("type") or ["string"])
        plain = [each for each in types if each != "null"]
        kind = kinds.get(plain[0], DataType.string) if len(plain) == 1 else DataType.string
        columns.append(ColSpec(kind, name, required=False))
    return ModelSignature(inputs=Schema(columns))


def _has_champion(client: Any, name: str) -> bool:
    from mlflow.exceptions import MlflowException

    try:
        client.get_model_version_by_alias(name, CHAMPION)
    except MlflowException:
        return False
    return True


def champion(name: str) -> Path | None:
    """Return the folder of the champion's bundle; None where there is none.

    Raises
    ------
    ArtefactError
        MLflow is not installed.
    """
    if not os.environ.get("MLFLOW_TRACKING_URI") and not (Path.cwd() / "mlflow.db").exists():
        return None
    client = _client()
    with _quiet():
        has = _has_champion(client, name)
    return resolve(f"models:/{name}@{CHAMPION}") if has else None


def promote(name: str, version: str) -> None:
    """Make a version of a model its champion.

    Raises
    ------
    ArtefactError
        There is no such version, or MLflow is not installed.
    """
    client = _client()
    from mlflow.exceptions import MlflowException

    try:
        with _quiet():
            client.get_model_version(name, version)
            client.set_registered_model_alias(name, CHAMPION, version)
    except MlflowException as error:
        raise ArtefactError(f"{name} version {version}: {error}: `mlflow ui` shows what there is") from error


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
    match = _MODEL_URI.fullmatch(uri)
    if match is None:
        raise ArtefactError(f"{uri!r} names no model of the registry: write models:/name@champion or models:/name/3")
    _client()
    try:
        with _quiet():
            import mlflow

            folder = Path(mlflow.artifacts.download_artifacts(artifact_uri=uri))
    except Exception as error:
        raise ArtefactError(f"{uri}: cannot be found in {store()}: {str(error).splitlines()[0]}") from error
    found = next(iter(sorted(folder.rglob("manifest.json"))), None)
    if found is None:
        raise ArtefactError(f"{uri}: is no model of wrangle: it holds no bundle")
    return found.parent
