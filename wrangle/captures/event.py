"""One answered request, as it is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class CaptureEvent:
    """One raw record that was answered. Its mappings must not change any more: they are written later."""

    inference_id: str
    """What the truth is joined by, later."""
    time: datetime
    """When it was answered, with its time zone."""
    variant: str
    """The variant that answered."""
    model_version: str
    """The SHA-256 of the bundle that answered."""
    request: Mapping[str, Any]
    """The raw record, as it was sent."""
    answer: Mapping[str, Any]
    """What the model, or a rule that rejects it, said."""
    shadow: bool = False
    """Whether the answer was only recorded."""


def share_of(inference_id: str, purpose: str) -> float:
    """Return a number from 0 to below 1 that belongs to an inference id: the same in every process, at every time.

    Parameters
    ----------
    inference_id : str
    purpose : str
        Numbers of different purposes have nothing to do with each other.

    Examples
    --------
    >>> share_of("a", "sample") == share_of("a", "sample") != share_of("a", "variant")
    True
    """
    found = hashlib.blake2b(inference_id.encode("utf-8", "surrogatepass"), digest_size=8, person=purpose.encode()[:16])
    return (int.from_bytes(found.digest(), "big") >> 11) / (1 << 53)
