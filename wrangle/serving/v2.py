"""The Open Inference Protocol, version 2, over REST: a tensor for each column, of shape [records, 1]."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from wrangle.errors import RequestError
from wrangle.serving.bodies import hold_count
from wrangle.serving.exchange import Reply, Request, json_reply
from wrangle.serving.fields import Fields
from wrangle.serving.gather import Answer
from wrangle.serving.inference import Call, Facts, Inference, Models
from wrangle.serving.jsontext import decode
from wrangle.serving.media import body_form

Handler = Callable[[Request], Awaitable[Reply]]

PREFIX = "/v2/models/"
READ = 30.0
"""Seconds within which a body must have come."""
NUMBERS = frozenset({"UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32", "FP64"})
DATATYPES = NUMBERS | {"BOOL", "BYTES"}


def routes(path: str, metadata: Handler, ready: Handler, infer: Handler) -> tuple[str, Mapping[str, Handler]]:
    """Return the name of the route that a path is, and what answers its methods.

    Raises
    ------
    RequestError
        404: there is no such path.
    """
    if path.startswith(PREFIX):
        _, version, last = _parts(path)
        base = "/v2/models/{name}" + ("/versions/{version}" if version else "")
        if last == "":
            return base, {"GET": metadata}
        if last == "ready":
            return f"{base}/ready", {"GET": ready}
        if last == "infer":
            return f"{base}/infer", {"POST": infer}
    raise RequestError(404, "not_found", "there is no such path: GET /openapi.json tells which there are")


def _parts(path: str) -> tuple[str, str, str]:
    """Return name, version and what is asked; an unknown path gives an action that is none."""
    name, *rest = path.removeprefix(PREFIX).split("/")
    version = ""
    if rest[:1] == ["versions"] and len(rest) > 1:
        version, rest = rest[1], rest[2:]
    return unquote(name), unquote(version), rest[0] if len(rest) == 1 and rest[0] else "" if not rest else "?"


def server() -> dict[str, Any]:
    """Return what is told of the server."""
    from importlib.metadata import version

    return {"name": "wrangle", "version": version("wrangle"), "extensions": []}


def _hold_model(path: str, known: Facts) -> None:
    name, version, _ = _parts(path)
    if name != known.name or version not in {"", known.version}:
        raise RequestError(404, "unknown_model", "there is no such model or version here: GET / tells which there is")


def metadata(path: str, inference: Inference, models: Models) -> dict[str, Any]:
    """Return what is told of a model.

    Raises
    ------
    RequestError
        404: it is not that which is served.
    """
    known = inference.facts(models.pick("", None))
    _hold_model(path, known)
    return {
        "name": known.name,
        "versions": [known.version],
        "platform": "wrangle",
        "inputs": [{"name": name, "datatype": "BYTES", "shape": [-1, 1]} for name in known.fields.names],
        "outputs": [{"name": name, "datatype": type_, "shape": [-1, 1]} for name, type_ in _outputs(known).items()],
    }


async def infer(request: Request, call: Call, inference: Inference) -> Reply:
    """Answer the records whose columns are the input tensors.

    Raises
    ------
    RequestError
        404: no such model; 400 and 422: the request is not as the protocol has it.
    """
    _hold_model(request.path, call.facts)
    what = body_form(request.header(b"content-type"), request.header(b"content-encoding"))
    if what.form != "json":
        raise RequestError(415, "unsupported_media_type", "the protocol speaks application/json")
    value = decode(await request.body(inference.limits.body, READ), inference.limits.depth)
    if not isinstance(value, dict):
        raise RequestError(422, "schema_violation", "the body must be an object with `inputs`")
    outputs = _wanted(value.get("outputs"), call.facts)
    id_ = value.get("id")
    if id_ is not None and not isinstance(id_, str):
        raise RequestError(422, "schema_violation", "`id` must be a text")
    records = _records(value.get("inputs"), call.facts.fields)
    hold_count(len(records), inference.limits)
    answers = await inference.answers(call, records)
    return json_reply(
        {
            "model_name": call.facts.name,
            "model_version": call.facts.version,
            "id": call.id if id_ is None else id_,
            "outputs": [_tensor(name, type_, answers) for name, type_ in outputs.items()],
        }
    )


def _records(inputs: Any, fields: Fields) -> Sequence[Any]:
    """Return records of the input tensors."""
    if not isinstance(inputs, list) or not inputs:
        raise RequestError(422, "schema_violation", "`inputs` must be a list of tensors, one for each field")
    names = fields.hold_columns([each.get("name") if isinstance(each, dict) else None for each in inputs])
    columns = [_column(name, each) for name, each in zip(names, inputs, strict=True)]
    if len({len(each) for each in columns}) > 1:
        raise RequestError(422, "schema_violation", "all tensors must have the same number of records")
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _column(name: str, tensor: Mapping[str, Any]) -> list[Any]:
    shape, data, datatype = (tensor.get(key) for key in ("shape", "data", "datatype"))
    if not isinstance(datatype, str) or datatype not in DATATYPES:
        raise _unfit(name, f"`datatype` must be one of {', '.join(sorted(DATATYPES))}")
    if not isinstance(data, list) or not isinstance(shape, list) or not all(type(each) is int for each in shape):
        raise _unfit(name, "`shape` must be a list of whole numbers, and `data` a list")
    if len(shape) not in {1, 2} or shape[1:] not in ([], [1]):
        raise _unfit(name, "`shape` must be [records, 1] or [records]")
    flat = [each[0] if isinstance(each, list) and len(each) == 1 else each for each in data]
    if len(flat) != shape[0]:
        raise _unfit(name, "`shape` does not say how long `data` is")
    if not all(value is None or _is(value, datatype) for value in flat):
        raise _unfit(name, "`data` is not of its `datatype`")
    return flat


def _is(value: Any, datatype: str) -> bool:
    if datatype == "BYTES":
        return isinstance(value, str)
    if datatype == "BOOL":
        return isinstance(value, bool)
    whole = not datatype.startswith("FP")
    return not isinstance(value, bool) and isinstance(value, (int, float)) and (not whole or value == int(value))


def _unfit(name: str, what: str) -> RequestError:
    return RequestError(422, "schema_violation", f"the tensor {name!r}: {what}", fields=(name,))


def _outputs(known: Facts) -> dict[str, str]:
    """Return the output tensors, each with its type."""
    types = {name: "FP64" if name.startswith(("probability_", "score")) else "BYTES" for name in known.columns}
    return types | {"prediction": _datatype(known.output["properties"]["prediction"])}


def _datatype(schema: Mapping[str, Any]) -> str:
    values = [each for each in schema.get("enum", ()) if each is not None]
    if values:
        kinds = {type(each) for each in values}
        return {bool: "BOOL", int: "INT64", float: "FP64"}.get(kinds.pop(), "BYTES") if len(kinds) == 1 else "BYTES"
    return "INT64" if "integer" in schema.get("type", ()) else "FP64"


def _wanted(outputs: Any, known: Facts) -> dict[str, str]:
    there = _outputs(known)
    if outputs is None or outputs == []:
        return there
    listed: list[Any] = outputs if isinstance(outputs, list) else [outputs]
    names = [str(each["name"]) for each in listed if isinstance(each, dict) and str(each.get("name")) in there]
    if len(names) < len(listed):
        what = f"`outputs` must be a list of objects with a `name`: {', '.join(there)} are there"
        raise RequestError(422, "schema_violation", what)
    return {name: there[name] for name in names}


def _tensor(name: str, datatype: str, answers: Sequence[Answer]) -> dict[str, Any]:
    return {
        "name": name,
        "datatype": datatype,
        "shape": [len(answers), 1],
        "data": [_value(name, datatype, answer) for answer in answers],
    }


def _value(name: str, datatype: str, answer: Answer) -> Any:
    if name.startswith("probability_"):
        return (answer.get("probabilities") or {}).get(name.removeprefix("probability_"))
    value = answer.get(name)
    if isinstance(value, list):
        return "; ".join(each if isinstance(each, str) else f"{each['by']}: {each['why']}" for each in value)
    return str(value) if datatype == "BYTES" and value is not None else value
