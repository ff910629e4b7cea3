"""What surrounds the answers of a model: whose they are, and the headers that callers send along."""

from __future__ import annotations

from wrangle.errors import RequestError
from wrangle.serving.exchange import Reply, Request
from wrangle.serving.inference import Call, new_id

ID = b"x-amzn-sagemaker-inference-id"
LONGEST_ID = 64
LONGEST_ATTRIBUTES = 1_024
ATTRIBUTES = b"x-amzn-sagemaker-custom-attributes"


def id_of(request: Request) -> str:
    """Return the inference id that a request brings, else a new one.

    Raises
    ------
    RequestError
        400: it is none.
    """
    given = request.headers.get(ID)
    if given is None:
        return new_id()
    text = given.decode("latin-1")
    if not 1 <= len(text) <= LONGEST_ID or not _is_printable(text):
        raise RequestError(
            400, "invalid_inference_id", f"an inference id has 1 to {LONGEST_ID} printable ASCII letters"
        )
    return text


def respond(reply: Reply, request: Request, call: Call) -> Reply:
    """Return a reply with the headers that tell who answered which request.

    Raises
    ------
    RequestError
        400: the custom attributes are not what may stand in a header.
    """
    attributes = request.header(ATTRIBUTES)
    if attributes:
        if len(attributes) > LONGEST_ATTRIBUTES or not _is_printable(attributes):
            what = f"custom attributes are at most {LONGEST_ATTRIBUTES:,} printable ASCII letters"
            raise RequestError(400, "invalid_custom_attributes", what)
        reply.headers.append((ATTRIBUTES, attributes.encode()))
    reply.headers += (
        (ID, call.id.encode()),
        (b"x-amzn-invoked-production-variant", call.variant.name.encode()),
        (b"x-wrangle-model", call.facts.header),
    )
    return reply


def _is_printable(text: str) -> bool:
    return text.isascii() and text.isprintable()
