"""What MLflow is told of a bundle: parameters, metrics, tags, datasets, signature."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

LONGEST = 500
"""Characters of a value that are kept; MLflow refuses more than 6,000, and its pages show fewer."""
MARK = 36
"""Characters of a digest that MLflow takes for a dataset."""


def params(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return what decided the training, by name.

    Examples
    --------
    >>> params({"problem": "binary", "options": {"C": 2}, "split": {"how": "time"}, "parent": None})
    {'problem': 'binary', 'options.C': '2', 'split.how': 'time'}
    """
    kept = {key: manifest.get(key) for key in ("problem", "target", "estimator", "seed", "features", "parent")}
    kept["threshold"] = (manifest.get("model") or {}).get("threshold") if manifest.get("problem") == "binary" else None
    for section in ("options", "split"):
        kept |= {f"{section}.{name}": value for name, value in (manifest.get(section) or {}).items()}
    return {name: short(value) for name, value in kept.items() if value is not None}


def metrics(found: Mapping[str, Any]) -> dict[str, float]:
    """Return part.metric -> value, and the ends of its interval; what could not be told is left out.

    Examples
    --------
    >>> metrics({"metrics": {"test": {"roc_auc": {"value": 0.9, "low": 0.8, "high": None}}}})
    {'test.roc_auc': 0.9, 'test.roc_auc.low': 0.8}
    """
    return {name: float(value) for name, value in _measured(found.get("metrics") or {}) if value is not None}


def _measured(parts: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
    for part, measured in parts.items():
        for metric, each in measured.items():
            yield f"{part}.{metric}", each.get("value")
            yield f"{part}.{metric}.low", each.get("low")
            yield f"{part}.{metric}.high", each.get("high")


def tags(manifest: Mapping[str, Any], found: Mapping[str, Any], digest: str) -> dict[str, str]:
    """Return where all of a bundle came from: digests of bundle, rules, learned values and data, versions."""
    made = {f"made_by.{name}": str(version) for name, version in (manifest.get("made_by") or {}).items()}
    data = {f"dataset.{number}": short(each) for number, each in enumerate(manifest.get("dataset") or ())}
    lineage = {
        "bundle.sha256": digest,
        "rules.sha256": str((manifest.get("rules") or {}).get("sha256", "")),
        "learned.sha256": str((manifest.get("learned") or {}).get("sha256", "")),
        "accepted": str(accepted(found)).lower(),
    }
    return lineage | data | made


def accepted(found: Mapping[str, Any]) -> bool:
    """Tell whether the metrics of a bundle say that it is good enough; where they say nothing, it is."""
    return found.get("accepted") is not False


def datasets(manifest: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the inputs as datasets of MLflow: name, files and digest; it never sees the rows.

    Yields
    ------
    mlflow.data.meta_dataset.MetaDataset
    """
    from mlflow.data.meta_dataset import MetaDataset
    from mlflow.data.sources import LocalArtifactDatasetSource  # type: ignore[attr-defined]  # made when it is imported

    for each in manifest.get("dataset") or ():
        files = each.get("files") or [each.get("name") or "data"]
        digest = str(each.get("sha256") or "")[:MARK] or None
        source = LocalArtifactDatasetSource(str(files[0]))
        yield MetaDataset(source, name=str(each.get("name") or "data"), digest=digest)  # type: ignore[abstract]


def signature(schema: Mapping[str, Any]) -> Any:
    """Return MLflow's signature of a bundle: raw columns, all of which may be left out, and keys of an answer.

    Parameters
    ----------
    schema : mapping
        What `schema.json` holds.

    Returns
    -------
    mlflow.models.ModelSignature
    """
    from mlflow.models import ModelSignature
    from mlflow.types import Schema

    inputs = [_column(name, said, required=False) for name, said in schema["input"]["properties"].items()]
    outputs = schema["output"]
    required = set(outputs.get("required", ()))
    given = [_column(name, said, required=name in required) for name, said in outputs["properties"].items()]
    return ModelSignature(inputs=Schema(inputs), outputs=Schema(given))


def _column(name: str, said: Mapping[str, Any], *, required: bool) -> Any:
    """Return MLflow's word for a column; raw ones may be of several types, so most are of any."""
    from mlflow.types import ColSpec, DataType
    from mlflow.types.schema import AnyType

    types = said.get("type")
    plain = [types] if isinstance(types, str) else [each for each in types or () if each != "null"]
    kinds = {"number": DataType.double, "boolean": DataType.boolean, "string": DataType.string}
    kind = kinds.get(plain[0]) if len(plain) == 1 else None
    any_type: Any = AnyType
    return ColSpec(any_type() if kind is None else kind, name, required=required)


def short(value: Any) -> str:
    """Return a value as text of bounded length."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text[:LONGEST]
