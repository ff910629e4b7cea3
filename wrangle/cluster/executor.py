"""Runs the engine's passes as tasks over a list of parts."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.cluster import connect
from wrangle.cluster.exchanging import Bucket, Computed, Exchanged, Goes, compute, decide
from wrangle.cluster.gathering import found, merged, told
from wrangle.cluster.ordering import RemoteNumbers, ordered
from wrangle.cluster.parts import Layout, Part, lay_out
from wrangle.cluster.passing import Done, Orders, States, asking, merge, run_part
from wrangle.cluster.tasks import Handle, Tasks
from wrangle.cluster.work import VERSIONS, Answer, call, packed, unwrap
from wrangle.engine.asking import Asking
from wrangle.engine.batch import Pass
from wrangle.engine.exchange import Spill
from wrangle.engine.ops import AskOp, FrameOp, KeyOp, Plan, WindowOp
from wrangle.engine.passes import BATCH, Before, Gathered, Progress
from wrangle.errors import ClusterError, SourceError
from wrangle.sections.engine import Engine
from wrangle.sources.input import Input
from wrangle.sources.output import hold_here

BUCKET_ROWS = 2_000_000
"""Rows of keys that one task brings together, roughly."""


class Remote(Spill):
    """Files of rows in the scratch folder."""

    def scan(self) -> pl.LazyFrame | None:
        """Return all rows as one frame; None where there is none."""
        return pl.concat([pl.scan_parquet(each, glob=False) for each in self.files]) if self.files else None

    def blocks(self) -> Iterator[pl.DataFrame]:
        """Yield the rows, in order."""
        yield from (pl.read_parquet(each, glob=False) for each in self.files)

    def close(self) -> None:
        """Remove the files."""
        for each in self.files:
            each.unlink(missing_ok=True)


@dataclass
class Cluster:
    """A cluster as the engine's executor: enter it by `cluster`."""

    tasks: Tasks
    scratch: Path
    """A folder that this machine and all workers see."""
    part_rows: int | None = None
    layouts: dict[int, tuple[Input, Layout]] = field(default_factory=dict)
    passes: int = 0

    def layout(self, input_: Input) -> Layout:
        """Return how an input is divided; found out once."""
        if id(input_.frame) not in self.layouts:
            self.layouts[id(input_.frame)] = (input_, lay_out(input_, self.tasks, self.scratch, self.part_rows))
        return self.layouts[id(input_.frame)][1]

    def folder(self, name: str) -> Path:
        """Make a folder for the files of a pass or an exchange."""
        path = self.scratch / f"{name}-{secrets.token_hex(4)}"
        path.mkdir()
        return path

    def reading(self, input_: Input, task: Pass, progress: Progress | None, before: Before) -> ClusterReading:
        """Begin to pass over the data once."""
        return ClusterReading(self, input_, task, progress, before)

    def decision(self, op: FrameOp | KeyOp, gathered: Gathered) -> Goes:
        """Return the numbers of the rows that an operation over keys sends away or complains of."""
        return Goes(self._exchange(decide, op, gathered))

    def windows(self, op: WindowOp, gathered: Gathered) -> Computed:
        """Return the columns that a window operation computes, by row number."""
        return Computed(self._exchange(compute, op, gathered))

    def _exchange(self, function: Callable[..., Bucket], op: Any, gathered: Gathered) -> tuple[Bucket, ...]:
        keys: Any = gathered.keys.get(op.position)
        if keys is None:
            return ()
        folder = self.folder("exchange")
        shared = self.tasks.share(keys)
        work = [
            (call, VERSIONS, function, packed(op, [op]), shared, number, folder / f"{number:06}.parquet")
            for number in range(keys.buckets)
        ]
        places = [f"{op.origin.label}, bucket {number}" for number in range(len(work))]
        return tuple(found for _, found in sorted(self.map(work, places)))

    def buckets(self, by: Sequence[str], rows: int) -> int:
        """Return among how many tasks the keys of an operation are divided."""
        return max(self.tasks.slots, rows // BUCKET_ROWS + 1) if by else 1

    def map(self, work: Sequence[Sequence[Any]], places: Sequence[str]) -> Iterator[tuple[int, Any]]:
        """Run functions on the workers; yield what each gives as it comes, with its place in the list.

        Raises
        ------
        WrangleError
            What a function raised, with where that was; or ClusterError.
        """
        handles: dict[Any, int] = {}
        try:
            handles = {self.tasks.submit(*each): number for number, each in enumerate(work)}
            for handle in self.tasks.completed(handles):
                number = handles.pop(handle)
                yield number, unwrap(self.result(handle, places[number]), places[number])
        finally:
            self.tasks.forget(handles)

    def gather(
        self,
        work: Sequence[Sequence[Any]],
        places: Sequence[str],
        merge: Callable[..., Any],
        tell: Callable[[Any], None],
    ) -> Any:
        """Run functions on the workers, each of which gives something small and a state; return the state of all.

        Parameters
        ----------
        work : sequence
            Each a function through `wrangle.cluster.work.call`, with its arguments.
        places : sequence of str
            What to call each in messages.
        merge : callable
            Returns the state of several, and leaves these as they are.
        tell : callable
            Is told what is small, as it comes.

        Raises
        ------
        WrangleError
            What a function raised, with where that was; or ClusterError.
        """
        tasks = self.tasks
        whole = [tasks.submit(*each) for each in work]
        small = {tasks.submit(told, each): place for each, place in zip(whole, places, strict=True)}
        states = [tasks.submit(found, each) for each in whole]
        try:
            for handle in tasks.completed(small):
                tell(unwrap(self.result(handle, small[handle]), small[handle]))
            return merged(tasks, states, merge)
        finally:
            tasks.forget([*whole, *small, *states])

    def result(self, handle: Handle, place: str) -> Answer:
        """Wait for a task.

        Raises
        ------
        ClusterError
            Its workers died, several times: the message names the part.
        """
        try:
            found: Answer = self.tasks.result(handle)
        except ClusterError as error:
            raise ClusterError(
                f"{place}: the workers that took it died ({error}): look at their logs; where memory ran out, "
                "make parts smaller (`engine: {part_rows: ...}`) or give workers more"
            ) from error
        return found

    def hold(self, plan: Plan, *, keeps_keys: bool) -> None:
        """Refuse, by name and before any row is read, what cannot be done on a cluster."""
        if keeps_keys:
            raise ClusterError(
                "quarantine: {replay: true} keeps what steps and checks over keys see, which a cluster does not: leave "
                "it out, or run with `engine: local`"
            )
        packed(plan, plan.ops)

    def write(self, reading: ClusterReading, plan: Plan, path: Path) -> tuple[pl.Schema, RemoteNumbers]:
        """Write the clean rows: a folder with a file for each part, in the order in which rows leave."""
        path.mkdir()
        if plan.order:
            return ordered(self, reading.run(), plan, path)
        found = reading.run(path)
        assert found.schema is not None
        return found.schema, RemoteNumbers(found.numbers)


@dataclass
class Found:
    """The clean rows of a pass: files in order."""

    files: list[Path]
    numbers: list[Path]
    """Files of the rows' numbers, where these are not among the rows."""
    schema: pl.Schema | None


class ClusterReading:
    """One pass over an input, as tasks over its parts; see `wrangle.engine.passes.Reading`."""

    def __init__(self, cluster: Cluster, input_: Input, task: Pass, progress: Progress | None, before: Before) -> None:
        self.cluster, self.input, self.task, self.progress, self.before = cluster, input_, task, progress, before
        asked = {op.position: Asking(op.statistics) for op in task.ops if isinstance(op, AskOp)}
        checks = {origin: Asking(statistics) for origin, statistics in task.asked.items()}
        self._quarantine = Remote()
        self._keys: dict[int, Any] = {}
        self.gathered = Gathered(asked=asked, checks=checks, keys=self._keys, quarantine=self._quarantine)

    def __iter__(self) -> Iterator[pl.DataFrame]:
        """Yield the clean rows in order, once all parts are done."""
        for path in self.run().files:
            yield from pl.scan_parquet(path, glob=False).collect_batches(chunk_size=BATCH, maintain_order=True)
            if not pl.scan_parquet(path, glob=False).select(pl.len()).collect().item():
                yield pl.read_parquet(path, glob=False)
            path.unlink()

    def exhaust(self) -> Gathered:
        """Read all, and return what was gathered."""
        self.run()
        return self.gathered

    def after(self) -> Before:
        """Return what a later pass may know: nothing that workers could use."""
        return self.before

    def run(self, clean: Path | None = None) -> Found:
        """Take all parts through the pass.

        Parameters
        ----------
        clean : Path, optional
            Where the clean rows go, without their numbers; by default to the scratch folder, with them.
        """
        layout = self.cluster.layout(self.input)
        rows = layout.rows
        orders = Orders(self.task, self.cluster.folder("pass"), self._buckets(rows), clean)
        shared = self.cluster.tasks.share(packed(orders, self.task.ops))
        asks = bool(self.gathered.asked or self.gathered.checks)
        files: list[Path] = []
        numbers: list[Path] = []
        schema = None
        for done in self._parts(layout.parts, shared, asks=asks):
            self._take(done)
            files += [] if done.clean is None else [done.clean]
            numbers += [] if done.numbers is None else [done.numbers]
            schema = schema or done.schema
        return Found(files, numbers, schema)

    def _buckets(self, rows: int) -> int:
        return self.cluster.buckets(("",), rows)

    def _parts(self, parts: Sequence[Part], shared: Handle, *, asks: bool) -> Iterator[Done]:
        """Have the parts done, and yield what became of them, in their order."""
        tasks = self.cluster.tasks
        whole = [tasks.submit(call, VERSIONS, run_part, shared, part, self._codes(part)) for part in parts]
        small = [tasks.submit(told, each) for each in whole] if asks else whole  # without states all of it is small
        states = [tasks.submit(found, each) for each in whole] if asks else []
        places = {handle: number for number, handle in enumerate(small)}
        waiting: dict[int, Done] = {}
        due = 0
        try:
            for handle in tasks.completed(small):
                part = parts[places[handle]]
                waiting[part.number] = self._unwrapped(self.cluster.result(handle, str(part)), part)
                while due in waiting:
                    yield waiting.pop(due)
                    due += 1
            if asks:
                self._answer(states)
        finally:
            tasks.forget([*whole, *small, *states])

    def _codes(self, part: Part) -> Any:
        codes = self.task.parts
        return None if codes is None else codes[part.start : part.start + part.rows].copy()

    def _unwrapped(self, answer: Answer, part: Part) -> Done:
        try:
            done: Done = unwrap(told(answer), str(part))
        except SourceError as error:
            said = self.input.diagnose()
            raise SourceError(f"{part}: {said}") if said else error from error
        return done

    def _take(self, done: Done) -> None:
        """Take in what became of the next part."""
        gathered = self.gathered
        gathered.rows += done.rows
        gathered.written += done.written
        gathered.rejected += done.rejected
        gathered.tally.add(done.tally)
        if done.quarantine is not None:
            self._quarantine.files.append(done.quarantine)
        for position, keys in done.keys.items():
            self._keys.setdefault(position, Exchanged()).files.append(keys)
        if self.progress is not None:
            self.progress(gathered.rows)

    def _answer(self, states: Sequence[Handle]) -> None:
        """Merge the states of all parts, and take in the last one."""
        whole: States = merged(self.cluster.tasks, states, merge)
        for key, each in self.gathered.asked.items():
            self.gathered.asked[key] = asking(each.statistics, whole[key])
        for origin, each in self.gathered.checks.items():
            self.gathered.checks[origin] = asking(each.statistics, whole[origin])


@contextmanager
def cluster(settings: Engine, into: str | Path | None = None) -> Iterator[Cluster]:
    """Reach a cluster, or start one on this machine, for as long as the context lasts.

    Parameters
    ----------
    settings : Engine
        Of `dask` or `ray`.
    into : path, optional
        The output folder: what workers hand to each other lies beside it, where no `scratch` is said.

    Raises
    ------
    ClusterError
        The engine is not installed, the cluster cannot be reached, or there is no folder that all its workers see.
    """
    scratch = _scratch(settings, into)
    with connect(settings) as tasks:
        scratch.mkdir(parents=True)
        try:
            yield Cluster(tasks, scratch, settings.part_rows)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def _scratch(settings: Engine, into: str | Path | None) -> Path:
    """Return a new folder's name; one that a killed run leaves beside an output goes when that is written next."""
    name = f"tmp-{os.getpid()}-{secrets.token_hex(4)}"
    if settings.scratch is not None:
        return hold_here(settings.scratch) / f".wrangle.{name}"
    if into is not None:
        target = hold_here(into)
        return target.with_name(f".{target.name}.{name}")
    if settings.address is None:
        return Path(tempfile.gettempdir()) / f".wrangle.{name}"
    raise ClusterError(
        "there is no output folder, so no place that all workers see is known: say `engine: {scratch: FOLDER}`"
    )
