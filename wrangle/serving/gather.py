"""Answers together what is asked at the same time: one batch at a time, off the event loop, neighbours undisturbed."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

from wrangle.errors import RequestError, WrangleError
from wrangle.sections.serve import Limits

_log = logging.getLogger(__name__)

Record = Mapping[str, Any]
Answer = dict[str, Any]


class Answers(Protocol):
    """What answers records: a `wrangle.bundle.predictor.Predictor`."""

    def answers(self, records: Sequence[Record]) -> list[Answer]:
        """Return an answer for each record, in their order."""


TURNS = 3
"""Turns of the event loop before a batch begins: requests that have arrived by then are in it."""


@dataclass(eq=False)
class _Job:
    """Records of one request that wait for their turn."""

    model: Answers
    records: Sequence[Record]
    done: asyncio.Future[list[Answer]]


class Gatherer:
    """Gathers records of concurrent requests into batches.

    Parameters
    ----------
    limits
        How many records may wait, how many make a batch, how long a request waits for others and for its answer.
    observe
        Is told the number of requests and of records of each batch.
    """

    def __init__(self, limits: Limits, observe: Callable[[int, int], None] = lambda _requests, _records: None) -> None:
        self._limits = limits
        self._observe = observe
        self._queue: deque[_Job] = deque()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="wrangle-model")
        self._running = self._soon = self._waited = False
        self._crowd = 1
        self.waiting = 0
        """Records that wait for their turn."""

    async def answers(self, model: Answers, records: Sequence[Record]) -> list[Answer]:
        """Return an answer for each record, in their order.

        Raises
        ------
        RequestError
            429: too many records wait already; 504: there is no answer in time.
        """
        most = self._limits.batch  # of a large request so many are answered at a time: small ones come in between
        if self.waiting and self.waiting + min(len(records), most) > self._limits.waiting:
            what = "the server has more to do than it can: try again a little later"
            raise RequestError(429, "too_many_requests", what, {"retry-after": "1"})
        try:
            async with asyncio.timeout(self._limits.timeout):
                if len(records) <= most:
                    return await self._part(model, records)
                parts = (records[start : start + most] for start in range(0, len(records), most))
                return [answer for part in parts for answer in await self._part(model, part)]
        except TimeoutError as error:
            what = f"there was no answer within {self._limits.timeout:g} seconds"
            raise RequestError(504, "timeout", what, {"retry-after": "1"}) from error

    async def _part(self, model: Answers, records: Sequence[Record]) -> list[Answer]:
        loop = asyncio.get_running_loop()
        job = _Job(model, records, loop.create_future())
        self._queue.append(job)
        self.waiting += len(records)
        self._pump(loop)
        try:
            return await job.done
        finally:
            job.done.cancel()

    def close(self) -> None:
        """Let the thread end, once it has answered what it took."""
        self._pool.shutdown(wait=False)

    def _pump(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin a batch soon, if none is under way."""
        if not self._running and not self._soon and self._queue:
            self._soon = True
            self._turn(loop, TURNS)

    def _turn(self, loop: asyncio.AbstractEventLoop, left: int) -> None:
        """Let the event loop read what has arrived, then begin, if there is no reason to wait for more requests."""
        many = len(self._queue) >= self._crowd or self.waiting >= self._limits.batch
        if left:
            loop.call_soon(self._turn, loop, left - 1)
        elif many or not self._limits.wait or self._waited:
            self._begin(loop)
        else:
            self._waited = True
            loop.call_later(self._limits.wait / 1_000, self._turn, loop, 0)

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        self._soon = self._waited = False
        jobs = self._take()
        if jobs:
            self._running = True
            work = loop.run_in_executor(self._pool, _answered, jobs)
            work.add_done_callback(lambda done: self._end(loop, jobs, done))

    def _take(self) -> list[_Job]:
        """Return the jobs of the next batch: of one model, in order; what nobody waits for any more is dropped."""
        taken: list[_Job] = []
        passed: list[_Job] = []
        records = 0
        while self._queue:
            job = self._queue.popleft()
            if job.done.done():
                self.waiting -= len(job.records)
            elif taken and (job.model is not taken[0].model or records + len(job.records) > self._limits.batch):
                passed.append(job)
                if job.model is taken[0].model:
                    break
            else:
                taken.append(job)
                records += len(job.records)
        self._queue.extendleft(reversed(passed))
        self.waiting -= records
        if taken:
            self._observe(len(taken), records)
        return taken

    def _end(self, loop: asyncio.AbstractEventLoop, jobs: Sequence[_Job], done: asyncio.Future[list[Any]]) -> None:
        self._running = False
        self._crowd = len(jobs)
        results = [done.exception()] * len(jobs) if done.exception() else done.result()
        for job, result in zip(jobs, results, strict=True):
            if job.done.done():
                continue
            if isinstance(result, BaseException):
                job.done.set_exception(result)
            else:
                job.done.set_result(result)
        self._pump(loop)


def _answered(jobs: Sequence[_Job]) -> list[list[Answer] | Exception]:
    """Return for each job its answers, or what went wrong with it; one job's fault is not another's."""
    model = jobs[0].model
    if len(jobs) == 1:
        return [_own(model, jobs[0].records)]
    try:
        answers = model.answers([record for job in jobs for record in job.records])
    except Exception:  # noqa: BLE001  # found out below, job by job
        return [_own(model, job.records) for job in jobs]
    found: list[list[Answer] | Exception] = []
    start = 0
    for job in jobs:
        found.append(answers[start : start + len(job.records)])
        start += len(job.records)
    return found


def _own(model: Answers, records: Sequence[Record]) -> list[Answer] | Exception:
    """Return the answers for the records of one job; a record that fails on its own is rejected on its own."""
    try:
        return model.answers(records)
    except Exception as error:  # noqa: BLE001  # told to the caller who sent it
        if len(records) == 1:
            return [_rejected(error)] if isinstance(error, WrangleError) else error
    half = len(records) // 2
    parts = [_own(model, records[:half]), _own(model, records[half:])]
    failed = next((part for part in parts if isinstance(part, Exception)), None)
    return failed or [answer for part in parts if isinstance(part, list) for answer in part]


def _rejected(error: WrangleError) -> Answer:
    return {"status": "rejected", "prediction": None, "rejected_by": ["record"], "why": [str(error)]}
