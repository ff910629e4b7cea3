"""What `serve:` in a rule file says: what is kept of requests and answers, and how much a request may ask for."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from wrangle.sections.base import Section

Share = Annotated[float, Field(ge=0, le=1)]
"""A part of the whole, from 0 to 1."""
Count = Annotated[int, Field(ge=1)]
"""At least one."""
Seconds = Annotated[float, Field(gt=0)]
"""A time that is not nothing."""


class Capture(Section):
    """What is kept of requests and their answers, to be monitored and joined with the truth."""

    shorthand: ClassVar[str] = "mode"

    mode: Literal["auto", "off", "buffered", "durable"] = "auto"
    """`buffered`: kept soon after the answer; a crash loses what waited in memory, at most `queue` of them. `durable`:
    the answer waits until it is kept, and is refused where it cannot be. `auto`: buffered in a deployment, off else."""

    url: str | None = None
    """Where, as SQLAlchemy address: `sqlite:///captures.sqlite` (the default; in the deployment's folder, or in the
    working one where a bundle is served by itself) or `postgresql://user:${env:PASSWORD}@host/name`."""

    sample: Share = 1.0
    """Which part is kept. Decided by the inference id, so that all of one id is kept or nothing."""

    mask: tuple[str, ...] = ()
    """Raw columns whose values are never kept: `***` stands for them; and no reason that may quote one."""

    queue: Count = 10_000
    """How many may wait to be kept; in buffered mode more are dropped, and counted, while the store cannot keep up."""

    timeout: Seconds = 5.0
    """With `durable`: how many seconds an answer waits for its being kept before it is refused."""


class Limits(Section):
    """How much a request may ask for; beyond it, it is refused with a reason."""

    body: Count = 6_291_456
    """Bytes of a request; the default is SageMaker's."""

    records: Count = 10_000
    """Records in a request."""

    text: Count = 10_000
    """Characters of a value."""

    depth: Count = 16
    """How deep JSON may be nested."""

    waiting: Count = 1_000
    """Records that may wait for their turn, beyond those being answered; more are told to come again later (429)."""

    batch: Count = 256
    """Records of several requests that are answered together."""

    wait: Annotated[float, Field(ge=0)] = 0.0
    """Milliseconds that a request waits for others to be answered with; 0: only while the model is busy."""

    timeout: Seconds = 30.0
    """Seconds until a request that has no answer is given up (504)."""


class Serve(Section):
    """Serve the rules and the model over HTTP."""

    capture: Capture = Capture()
    """What is kept of requests and their answers."""

    limits: Limits = Limits()
    """How much a request may ask for."""
