"""Says what a bundle takes and gives, as JSON schemas of one raw record and of one answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from wrangle.bundle.model import Model, label_text
from wrangle.engine.contract import ColumnSpec
from wrangle.engine.fitted import FittedPipeline
from wrangle.schema import ColumnInfo, type_name

DRAFT = "https://json-schema.org/draft/2020-12/schema"
CONTRACT = "x-contract"
"""The keyword that holds the contract of a column. It is held against the values once they are cleaned, so it does not
stand in keywords that are held against the raw ones: " EWR" is fine where EWR is, and "-999" where it means null."""

_JSON: Mapping[str, list[str]] = {
    "string": ["string"],
    "float": ["number", "string"],
    "integer": ["number", "string"],
    "boolean": ["boolean", "string"],
    "datetime": ["string"],
    "date": ["string"],
}


def signature(pipeline: FittedPipeline, model: Model, example: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the JSON schemas of one raw record, `input`, and of one answer, `output`.

    Parameters
    ----------
    pipeline : FittedPipeline
    model : Model
    example : mapping, optional
        A raw record to show.
    """
    contract = pipeline.pipeline.contract
    columns = {name: _column(info, contract.get(name)) for name, info in pipeline.schema.items()}
    record = {
        "$schema": DRAFT,
        "title": f"{pipeline.pipeline.name}: a raw record",
        "description": "What is left out is null. Values may be as dirty as in the raw files: they are cleaned first.",
        "type": "object",
        "properties": columns,
        "additionalProperties": False,
    }
    shown = {"examples": [dict(example)]} if example else {}
    return {"input": record | shown, "output": _answer(model, pipeline.pipeline.name)}


def _column(info: ColumnInfo, spec: ColumnSpec | None) -> dict[str, Any]:
    raw = type_name(info.dtype or pl.String())
    wanted = spec.type if spec and spec.type else raw
    types = dict.fromkeys([*_JSON.get(raw, ["string"]), *_JSON.get(wanted, ["string"])])
    if "string" in types and raw == "string":
        types |= dict.fromkeys(["number", "boolean"])  # numbers and truth values may stand for their text
    found: dict[str, Any] = {"type": [*types, "null"]}
    if spec is None:
        return found
    if spec.description:
        found["description"] = spec.description
    options = spec.model_dump(mode="json", exclude_defaults=True, exclude={"description", "otherwise"})
    return found | {CONTRACT: {"type": wanted, "required": spec.required, "nullable": spec.nullable} | options}


def _answer(model: Model, name: str) -> dict[str, Any]:
    texts = {"type": "array", "items": {"type": "string"}}
    flag = {"type": "object", "properties": {"by": {"type": "string"}, "why": {"type": "string"}}}
    properties: dict[str, Any] = {
        "status": {"enum": ["ok", "flagged", "rejected"]},
        "prediction": _prediction(model),
        "rejected_by": texts | {"description": "The steps and checks that reject the record."},
        "why": texts | {"description": "Their reasons."},
        "flags": {"type": "array", "items": flag, "description": "What is remarked on the record."},
    }
    if model.classes:
        each = {label_text(label): {"type": ["number", "null"]} for label in model.classes}
        properties["probabilities"] = {"type": "object", "properties": each}
    if model.problem == "anomaly" or not hasattr(model.estimator, "predict_proba"):
        properties["score"] = {"type": ["number", "null"], "description": "The higher, the stranger."}
    return {
        "$schema": DRAFT,
        "title": f"{name}: an answer",
        "type": "object",
        "properties": properties,
        "required": ["status", "prediction"],
    }


def _prediction(model: Model) -> dict[str, Any]:
    what = {"description": "Null if the record is rejected."}
    if model.classes:
        return {"enum": [*model.classes, None]} | what
    return {"type": ["integer" if model.problem in {"clustering", "anomaly"} else "number", "null"]} | what
