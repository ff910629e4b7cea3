"""`POST /explain`: what each step does to one record, and what the model says of it."""

from __future__ import annotations

import asyncio
import math
from datetime import date, datetime, time
from typing import Any
from weakref import WeakKeyDictionary

from wrangle.engine.trace import Effect, Tracer
from wrangle.errors import RequestError, WrangleError
from wrangle.serving.bodies import read_body
from wrangle.serving.exchange import Reply, Request, json_reply
from wrangle.serving.inference import Call, Inference
from wrangle.serving.media import body_form

READ = 30.0
"""Seconds within which a body must have come."""

_tracers: WeakKeyDictionary[Any, Tracer] = WeakKeyDictionary()


async def explain(request: Request, call: Call, inference: Inference) -> Reply:
    """Answer a single record with what each step does to it. Nothing is captured: it is for people who look.

    Raises
    ------
    RequestError
        422: the record does not fit the model's fields, or is not a single one.
    """
    what = body_form(request.header(b"content-type"), request.header(b"content-encoding"))
    if what.form != "json":
        raise RequestError(415, "unsupported_media_type", "send one record as application/json")
    body = await request.body(inference.limits.body, READ)
    asked = read_body(body, what, call.facts.fields, inference.limits)
    if asked.shape != "one":
        raise RequestError(422, "schema_violation", "send a single record, not a list")
    answers = await inference.ask(call, asked.records, strict=True)
    record, _ = call.facts.fields.read(asked.records[0])
    effects = await asyncio.to_thread(_traced, call.variant.predictor, record)
    return json_reply({"steps": [_told(each) for each in effects], "answer": answers[0]})


def _traced(predictor: Any, record: Any) -> list[Effect]:
    tracer = _tracers.get(predictor)
    if tracer is None:
        tracer = _tracers[predictor] = Tracer(predictor.bundle.pipeline)
    try:
        return list(tracer.trace(record))
    except WrangleError as error:
        raise RequestError(422, "schema_violation", "the record does not fit the model's fields") from error


def _told(effect: Effect) -> dict[str, Any]:
    changes = [
        {"column": name, "before": _json(before), "after": _json(after)}
        for name, (before, after) in effect.changes.items()
    ]
    told: dict[str, Any] = {"step": effect.label, "section": effect.section, "changes": changes}
    return told if effect.why is None else told | {"rejected": list(effect.why)}


def _json(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return value if value is None or isinstance(value, (str, bool, int, float, list, dict)) else str(value)
