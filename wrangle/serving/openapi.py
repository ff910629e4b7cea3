"""Describes the server as OpenAPI, with the model's own fields and an example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from wrangle.sections.serve import Limits
from wrangle.serving.inference import Facts
from wrangle.serving.v2 import DATATYPES, server

Schema = dict[str, Any]

_RECORD = {"$ref": "#/components/schemas/Record"}
_ANSWER = {"$ref": "#/components/schemas/Answer"}
_REFUSALS = {
    400: "The body is malformed, or holds no record.",
    401: "The token is missing or wrong.",
    405: "The path takes another method.",
    406: "None of the forms that are accepted is written here.",
    408: "The body did not come in time.",
    413: "The body is too large, or holds too many records.",
    415: "The body is of a form that is not read.",
    422: "The request as a whole does not fit the model's fields.",
    429: "The server has more to do than it can.",
    500: "The server failed; its log tells why, under the id.",
    503: "The model is being loaded, or the server is stopping.",
    504: "There was no answer in time.",
}


def document(known: Facts, limits: Limits, *, secured: bool = False, truth: bool = False) -> Schema:
    """Return the OpenAPI document of a server.

    Parameters
    ----------
    known : Facts
        What is told of the model.
    limits : Limits
    secured : bool
        Whether a token is asked for.
    truth : bool
        Whether labels are taken, to be joined to captured requests.
    """
    secure: Schema = {"security": [{"token": []}]} if secured else {}
    schemes: Schema = {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}} if secured else {}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{known.name}, served by wrangle",
            "version": known.version,
            "description": "Takes raw records, as dirty as in the raw files; cleans them by the rules that the model "
            "was trained with, and answers each: ok, flagged, or rejected with the reason.",
        },
        "paths": _health() | _secured(_inference(known) | _model(known) | _others() | _truth(known, truth), secure),
        "components": {"schemas": _schemas(known, limits), **schemes},
    }


def _secured(paths: Schema, secure: Schema) -> Schema:
    refusal = _refused(401) if secure else {}
    return {
        path: {
            method: {**what, **secure, "responses": {**what["responses"], **refusal}}
            for method, what in methods.items()
        }
        for path, methods in paths.items()
    }


def _schemas(known: Facts, limits: Limits) -> Schema:
    record = {key: value for key, value in known.input.items() if key != "$schema"}
    record["properties"] = {name: _bounded(each, limits) for name, each in record["properties"].items()}
    error = {"code": {"type": "string"}, "message": {"type": "string"}, "id": {"type": "string"}}
    fields = {"fields": {"type": "array", "items": {"type": "string"}}}
    return {
        "Record": record,
        "Answer": {key: value for key, value in known.output.items() if key != "$schema"},
        "Error": _object({"error": _object(error | fields, required=list(error))}, required=["error"]),
        "Tensor": _object(
            {
                "name": {"enum": list(known.fields.names)},
                "shape": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 2},
                "datatype": {"enum": sorted(DATATYPES)},
                "data": {"type": "array"},
            },
            required=["name", "shape", "datatype", "data"],
        ),
    }


def _bounded(column: Mapping[str, Any], limits: Limits) -> Schema:
    return {**column, "maxLength": limits.text} if "string" in column.get("type", ()) else dict(column)


def _object(properties: Mapping[str, Any], required: list[str]) -> Schema:
    return {"type": "object", "properties": dict(properties), "required": required}


_ITEM = {"description": "A record (see the schema Record); one that does not fit is answered as rejected."}
_LIST = {"type": "array", "items": _ITEM, "minItems": 1}


def _many(name: str) -> Schema:
    """Return the schema of records under a key: each is judged on its own, so that none spoils the others."""
    return _object({name: _LIST}, [name]) | {"additionalProperties": False}


def _inference(known: Facts) -> Schema:
    example = dict(known.example)
    body = {"anyOf": [_RECORD, _LIST, *map(_many, ("instances", "records", "dataframe_records"))]}
    examples = {
        "one": {"summary": "One record", "value": example},
        "many": {"summary": "Several records", "value": {"instances": [example, example]}},
    }
    answers = _object({"predictions": {"type": "array", "items": _ANSWER}}, ["predictions"])
    return {
        "/invocations": {
            "post": {
                "operationId": "invoke",
                "summary": "Answer raw records: as many answers as records, in their order.",
                "description": "A single record is answered with a single answer, and refused (422) if it does not fit "
                "the fields. Among several, each is answered on its own. Besides `instances` there are `records`, "
                "`dataframe_records`, `dataframe_split`, `inputs` and a bare list; as application/jsonlines a record a "
                "line; as text/csv the fields in the order of the schema Record, or in that of a header with "
                "`text/csv; header=present`. Accept chooses the form of the answer.",
                "parameters": _headers(),
                "requestBody": _body({"application/json": {"schema": body, "examples": examples}}),
                "responses": _answered(
                    {"anyOf": [_ANSWER, answers]}, 400, 405, 406, 408, 413, 415, 422, 429, 500, 503, 504
                ),
            }
        },
        "/explain": {
            "post": {
                "operationId": "explain",
                "summary": "Show what each step does to one record, and the answer.",
                "requestBody": _body(
                    {"application/json": {"schema": _RECORD, "examples": {"one": {"value": example}}}}
                ),
                "responses": _answered(_explained(), 400, 405, 408, 413, 415, 422, 429, 500, 503, 504),
            }
        },
    }


def _explained() -> Schema:
    step = _object({"step": {"type": "string"}, "section": {"type": "string"}, "changes": {"type": "array"}}, ["step"])
    return _object({"steps": {"type": "array", "items": step}, "answer": _ANSWER}, ["steps", "answer"])


def _truth(known: Facts, taken: bool) -> Schema:
    if not taken:
        return {}
    classes = [each for each in known.output["properties"]["prediction"].get("enum", ()) if each is not None]
    label: Schema = {"enum": classes} if classes else {"type": "number"}
    said: Schema = {
        "inference_id": {"type": "string", "pattern": "^[!-~]{1,80}$"},
        "label": {**label, "description": "A value of the target."},
        "label_time": {"type": ["string", "null"], "format": "date-time", "description": "When it came to be true."},
    }
    line = _object(said, ["inference_id", "label"])
    count = {"type": "integer", "minimum": 0}
    refused = _object({"line": count, "why": {"type": "string"}}, ["line", "why"])
    names = ("read", "new", "again", "joined", "unknown", "duplicate", "conflict", "late")
    counts = dict.fromkeys(names, count) | {"refused": {"type": "array", "items": refused}}
    example = {"inference_id": "a1b2c3", "label": classes[0] if classes else 1.0}
    examples = {"one": {"value": example}, "many": {"value": [example]}}
    many = {"type": "array", "items": {"description": "A label; one that does not fit is refused."}, "minItems": 1}
    return {
        "/truth": {
            "post": {
                "operationId": "truth",
                "summary": "Keep what came to be true of captured requests.",
                "description": "As application/jsonlines a label a line, also of SageMaker's ground truth. Each is "
                "kept once, also where its request is not known (yet). A single label that does not fit is refused "
                "(422); among several it is told in `refused`, and the others are kept.",
                "requestBody": _body({"application/json": {"schema": {"anyOf": [line, many]}, "examples": examples}}),
                "responses": _answered(_object(counts, list(counts)), 400, 405, 408, 413, 415, 422, 500, 503),
            }
        }
    }


def _headers() -> list[Schema]:
    told = "The id of this request, returned in the same header; generated where none is given."
    id_ = {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[!-~]([ -~]*[!-~])?$"}
    return [{"name": "X-Amzn-SageMaker-Inference-Id", "in": "header", "schema": id_, "description": told}]


def _model(known: Facts) -> Schema:
    base = f"/v2/models/{quote(known.name, safe='')}"
    tensors = {"type": "array", "items": {"$ref": "#/components/schemas/Tensor"}, "minItems": 1}
    first = [{"name": name, "shape": [1, 1], **_tensor(value)} for name, value in known.example.items()]
    media = {"schema": _object({"inputs": tensors}, ["inputs"]), "examples": {"one": {"value": {"inputs": first}}}}
    infer = {
        "post": {
            "operationId": "infer",
            "summary": "Open Inference Protocol: a tensor for each field, of shape [records, 1].",
            "requestBody": _body({"application/json": media}),
            "responses": _answered({"type": "object"}, 400, 404, 405, 408, 413, 415, 422, 429, 500, 503, 504),
        }
    }
    return {
        base: {"get": _get("modelMetadata", "What the model takes and gives.", 404, 503)},
        f"{base}/ready": {"get": _get("modelReady", "Whether the model answers.", 404, 503)},
        f"{base}/infer": infer,
    }


def _tensor(value: Any) -> Schema:
    kinds = {bool: "BOOL", int: "INT64", float: "FP64"}
    return {"datatype": kinds.get(type(value), "BYTES"), "data": [value]}


def _health() -> Schema:
    dead = {"503": {"description": "No model answers."}}
    unready = {"503": {"description": "No model answers.", "content": _json({"type": "object"})}}
    ping: Schema = {
        "operationId": "ping",
        "summary": "Whether the server answers.",
        "responses": {"200": {"description": "It does."}},
    }
    ready = _get("ready", "Whether a model answers.")
    return {
        "/ping": {"get": {**ping, "responses": {**ping["responses"], **dead}}},
        "/v2/health/live": {"get": _get("live", "Whether the server lives.")},
        "/v2/health/ready": {"get": {**ready, "responses": {**ready["responses"], **unready}}},
    }


def _others() -> Schema:
    text = {"text/plain": {"schema": {"type": "string"}}}
    metrics = {"operationId": "metrics", "summary": "Counters for Prometheus."}
    return {
        "/v2": {"get": _get("server", f"What the server is: {server()['name']}.")},
        "/execution-parameters": {
            "get": _get("executionParameters", "SageMaker's batch transform asks for these.", 503)
        },
        "/metrics": {"get": {**metrics, "responses": {"200": {"description": "The counters.", "content": text}}}},
    }


def _get(name: str, what: str, *refusals: int) -> Schema:
    return {"operationId": name, "summary": what, "responses": _answered({"type": "object"}, *refusals)}


def _body(content: Schema) -> Schema:
    return {"required": True, "content": content}


def _answered(schema: Schema, *refusals: int) -> Schema:
    return {"200": {"description": "The answer.", "content": _json(schema)}, **_refused(*refusals)}


def _refused(*statuses: int) -> Schema:
    content = _json({"$ref": "#/components/schemas/Error"})
    return {
        str(status): {"description": _REFUSALS.get(status, "There is none."), "content": content} for status in statuses
    }


def _json(schema: Schema) -> Schema:
    return {"application/json": {"schema": schema}}
