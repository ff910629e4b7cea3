"""Records in, answers out: who answers, what does not fit, what is kept."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from wrangle.errors import RequestError
from wrangle.sections.serve import Limits
from wrangle.serving.fields import Fields
from wrangle.serving.gather import Answer, Gatherer
from wrangle.serving.metrics import Metrics
from wrangle.serving.written import columns_of

SCHEMA = "schema"
"""Who rejects a record with fields that are none, or values of another type."""


class Variant(Protocol):
    """One of the models that answer."""

    name: str
    version: str
    predictor: Any
    """A `wrangle.bundle.predictor.Predictor`."""


class Models(Protocol):
    """The models that answer; see `wrangle.serving.models`."""

    @property
    def ready(self) -> bool:
        """Whether there is a model that answers."""

    async def start(self) -> None:
        """Load what is to answer."""

    async def stop(self) -> None:
        """Let go of all."""

    def pick(self, inference_id: str, target_variant: str | None = None) -> Any:
        """Return the variant that answers a request."""

    def describe(self) -> Mapping[str, Any]:
        """Return what there is, as plain JSON values."""


class Capture(Protocol):
    """Keeps requests and answers; see `wrangle.serving.capture`."""

    def put_all(self, events: Sequence[Any]) -> Awaitable[None] | None:
        """Keep events; what is returned is awaited before the request is answered."""

    def stop(self) -> None:
        """Keep what waits, and end. Blocks."""

    def healthy(self) -> bool:
        """Tell whether what is put is kept."""

    def stats(self) -> Mapping[str, Any]:
        """Return what there is to tell."""


class Shadows(Protocol):
    """Has copies of requests answered by models whose answers are only kept; see `wrangle.serving.shadow`."""

    def stop(self) -> None:
        """Answer what was taken, and end. Blocks."""

    def send(self, inference_ids: Sequence[str], records: Sequence[Any]) -> None:
        """Take copies, and return at once."""


@dataclass(frozen=True)
class Keeping:
    """Where requests and answers go besides the caller."""

    capture: Capture | None = None
    shadows: Shadows | None = None
    store: str | None = None
    """The address of the store, for the truth that comes later; None: nothing is kept."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What is told of a model, read once."""

    name: str
    version: str
    fields: Fields
    input: Mapping[str, Any]
    """The JSON schema of a raw record."""
    output: Mapping[str, Any]
    """The JSON schema of an answer."""
    example: Mapping[str, Any]
    columns: tuple[str, ...]
    """The columns of an answer in CSV."""

    @cached_property
    def header(self) -> bytes:
        """Name and version, as they stand in a header."""
        return f"{self.name}@{self.version}".encode("ascii", "replace")


def facts(bundle: Any, limits: Limits) -> Facts:
    """Return what is told of the model of a bundle."""
    taken, given = bundle.schema["input"], bundle.schema["output"]
    fields = Fields(bundle.pipeline.schema, limits.text)
    example = next(iter(taken.get("examples", ())), dict.fromkeys(fields.names))
    return Facts(bundle.name, bundle.digest[:12], fields, taken, given, example, columns_of(given))


@dataclass(frozen=True)
class Call:
    """One request, as far as answering it goes."""

    id: str
    variant: Any
    facts: Facts


class Inference:
    """Answers records by the models that there are."""

    def __init__(self, models: Models, limits: Limits, metrics: Metrics, keeping: Keeping) -> None:
        self.models = models
        self.limits = limits
        self.gatherer = Gatherer(limits, metrics.batch)
        self._metrics = metrics
        self._keeping = keeping
        self._facts: WeakKeyDictionary[Any, Facts] = WeakKeyDictionary()

    def facts(self, variant: Any) -> Facts:
        """Return what is told of a variant's model."""
        found = self._facts.get(variant.predictor)
        if found is None:
            found = self._facts[variant.predictor] = facts(variant.predictor.bundle, self.limits)
        return found

    def call(self, id_: str, target: str | None) -> Call:
        """Return who answers a request.

        Raises
        ------
        RequestError
            The variant that is asked for is not known.
        """
        variant = self.models.pick(id_, target)
        return Call(id_, variant, self.facts(variant))

    async def answers(self, call: Call, records: Sequence[Any], *, strict: bool = False) -> list[Answer]:
        """Return an answer for each record, in their order.

        Parameters
        ----------
        call : Call
        records : sequence of any
            As they were sent.
        strict : bool
            Whether a record that does not fit the fields is refused (422) rather than answered as rejected.

        Raises
        ------
        RequestError
            422 if strict; 429, 504: see `Gatherer`; 503: what must be kept cannot be.
        """
        found = await self.ask(call, records, strict=strict)
        self._metrics.records(call.variant.name, [each["status"] for each in found])
        if self._keeping.capture is not None:
            await self._keep(self._keeping.capture, call, records, found)
        return found

    async def ask(self, call: Call, records: Sequence[Any], *, strict: bool) -> list[Answer]:
        """Return an answer for each record, and keep none; see `answers`."""
        read = call.facts.fields.read
        given: list[Mapping[str, Any]] = []
        rejected: dict[int, Answer] = {}
        for place, record in enumerate(records):
            taken, faults = read(record)
            if faults:
                if strict:
                    raise RequestError(
                        422, "schema_violation", "; ".join(faults.values()), fields=tuple(filter(None, faults))
                    )
                rejected[place] = rejection(faults)
            else:
                given.append(taken)
        answers = await self.gatherer.answers(call.variant.predictor, given) if given else []
        if not rejected:
            return answers
        rest = iter(answers)
        return [rejected[place] if place in rejected else next(rest) for place in range(len(records))]

    async def _keep(self, capture: Capture, call: Call, records: Sequence[Any], answers: Sequence[Answer]) -> None:
        from wrangle.captures.event import CaptureEvent

        now = datetime.now(UTC)
        ids = [call.id] if len(records) == 1 else [f"{call.id}/{place}" for place in range(len(records))]
        sent = [record if isinstance(record, dict) else {} for record in records]
        name, version = call.variant.name, call.variant.version
        told = zip(ids, sent, answers, strict=True)
        wait = capture.put_all([CaptureEvent(id_, now, name, version, record, answer) for id_, record, answer in told])
        if wait is not None:
            await wait
        if self._keeping.shadows is not None:
            self._keeping.shadows.send(ids, sent)

    def close(self) -> None:
        """Let the thread of the model end."""
        self.gatherer.close()


def rejection(faults: Mapping[str, str]) -> Answer:
    """Return the answer to a record that does not fit the fields."""
    return {"status": "rejected", "prediction": None, "rejected_by": [SCHEMA], "why": list(faults.values())}


def new_id() -> str:
    """Return an inference id that nobody has."""
    return os.urandom(16).hex()
