"""Has shadows answer copies of requests: in a thread of their own, and only for the record."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wrangle.captures.event import CaptureEvent
from wrangle.serving.capture import Capture
from wrangle.serving.loudness import Loudness
from wrangle.serving.models import Models
from wrangle.serving.variants import Variant

LOG = logging.getLogger("wrangle.serving.shadow")
QUEUE = 2_000
"""Records that may wait for the shadows; beyond them copies are dropped and counted, for no answer waits for them."""
BATCH = 256
"""Records that a shadow answers at a time."""

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Copy:
    variant: Variant
    inference_id: str
    record: Record
    time: datetime


class Shadows:
    """Takes copies of requests, and keeps what the shadows say to them.

    Parameters
    ----------
    models : Models
    capture : Capture
        Where answers go. Without one nothing is asked: there would be nothing to show for it.
    """

    def __init__(self, models: Models, capture: Capture) -> None:
        self._models, self._capture = models, capture
        self._copies: deque[_Copy] = deque()
        self._changed = threading.Condition()
        self._over = False
        self._thread: threading.Thread | None = None
        self._loud = Loudness(LOG)
        self.answered = self.dropped = self.failed = 0

    def send(self, inference_ids: Sequence[str], records: Sequence[Record]) -> None:
        """Take copies of records that were answered, and return at once."""
        shadows = self._models.shadows()
        if not shadows or self._over or not self._capture.keeps:
            return
        now = datetime.now(UTC)
        with self._changed:
            for variant in shadows:
                room = max(0, QUEUE - len(self._copies))
                self.dropped += max(0, len(records) - room)
                taken = zip(inference_ids[:room], records[:room], strict=True)
                self._copies.extend(_Copy(variant, id_, record, now) for id_, record in taken)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="wrangle-shadow", daemon=True)
                self._thread.start()
            self._changed.notify()

    def stop(self, timeout: float = 1.0) -> None:
        """Take no more; what waits is dropped, and counted."""
        self._over = True
        with self._changed:
            self.dropped += len(self._copies)
            self._copies.clear()
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout)

    def stats(self) -> dict[str, int]:
        """Return how many copies were answered, dropped, failed, and wait."""
        waiting = len(self._copies)
        return {"answered": self.answered, "dropped": self.dropped, "failed": self.failed, "waiting": waiting}

    def _run(self) -> None:
        while not self._over:
            copies = self._take()
            if copies:
                self._answer(copies)

    def _take(self) -> list[_Copy]:
        with self._changed:
            self._changed.wait_for(lambda: self._copies or self._over, 1.0)
            taken: list[_Copy] = []
            while self._copies and len(taken) < BATCH and (not taken or self._copies[0].variant is taken[0].variant):
                taken.append(self._copies.popleft())
            return taken

    def _answer(self, copies: Sequence[_Copy]) -> None:
        variant = copies[0].variant
        try:
            answers = variant.predictor.answers([each.record for each in copies])
        except Exception as error:  # noqa: BLE001  # a shadow may fail in any way: that is what it is tried for
            if len(copies) > 1:
                for each in copies:
                    self._answer((each,))
                return
            self.failed += 1
            self._loud.error(variant.name, f"the shadow {variant.name} fails: {error}")
            answers = [{"status": "failed", "prediction": None, "why": [str(error)]}]
        self.answered += len(copies)
        events = [
            CaptureEvent(each.inference_id, each.time, variant.name, variant.version, each.record, answer, shadow=True)
            for each, answer in zip(copies, answers, strict=True)
        ]
        self._capture.put_aside(events)
