"""`POST /truth`: what came to be true of captured requests, as JSON or JSON lines; answered with what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from wrangle.errors import RequestError
from wrangle.serving.bodies import hold_count
from wrangle.serving.exchange import Reply, Request, json_reply
from wrangle.serving.inference import Inference
from wrangle.serving.jsontext import decode
from wrangle.serving.media import body_form

READ = 30.0
"""Seconds within which a body must have come."""
SOURCE = "POST /truth"


async def take(request: Request, inference: Inference, store: str) -> Reply:
    """Keep the labels of a request. What does not fit is refused line by line, and the rest is kept.

    Parameters
    ----------
    request : Request
    inference : Inference
        Whose limits hold, and whose model says which labels there are.
    store : str
        The address of the store of captures.

    Raises
    ------
    RequestError
        400, 408, 413, 415: as for records; 422: it is one label, and does not fit.
    CaptureError
        The store fails.
    """
    what = body_form(request.header(b"content-type"), request.header(b"content-encoding"))
    if what.form == "csv":
        raise RequestError(415, "unsupported_media_type", "send labels as application/json or application/jsonlines")
    body = await request.body(inference.limits.body, READ)
    depth = inference.limits.depth
    if what.form == "lines":
        told: Any = [decode(line, depth) for line in body.split(b"\n") if line.strip()]
    else:
        told = decode(body, depth)
    many = told if isinstance(told, list) else [told]
    hold_count(len(many), inference.limits)
    bundle = inference.models.pick("", None).predictor.bundle
    found = await asyncio.to_thread(_add, store, many, bundle)
    if found["refused"] and not isinstance(told, list):
        raise RequestError(422, "schema_violation", found["refused"][0]["why"])
    return json_reply(found)


def _add(store: str, values: Sequence[Any], bundle: Any) -> dict[str, Any]:
    from wrangle.captures.adding import How, add_truth
    from wrangle.captures.known import known_truth
    from wrangle.captures.truth_lines import object_line

    known = known_truth(bundle.folder, bundle.manifest)
    lines = [object_line(value, place, known.columns) for place, value in enumerate(values, 1)]
    how = How(SOURCE, known.labels, within=known.within, links=False)
    return add_truth(store, lines, how).describe()
