"""`POST /invocations`: records in any form that the field sends them in, answers in the form that is wanted."""

from __future__ import annotations

from wrangle.serving.bodies import read_body
from wrangle.serving.exchange import Reply, Request
from wrangle.serving.inference import Call, Inference
from wrangle.serving.media import NAMES, answer_form, body_form
from wrangle.serving.written import write

READ = 30.0
"""Seconds within which a body must have come."""


async def invoke(request: Request, call: Call, inference: Inference) -> Reply:
    """Answer the records of a request.

    Raises
    ------
    RequestError
        See `read_body`, `body_form`, `answer_form` and `Inference.answers`.
    """
    what = body_form(request.header(b"content-type"), request.header(b"content-encoding"))
    wanted = answer_form(request.header(b"accept"), what.form)
    body = await request.body(inference.limits.body, READ)
    asked = read_body(body, what, call.facts.fields, inference.limits)
    one = asked.shape == "one"
    answers = await inference.answers(call, asked.records, strict=one)
    return Reply(write(answers, wanted, call.facts.columns, one=one), 200, [(b"content-type", NAMES[wanted.form])])
