"""Says how a cluster will run a pipeline, before it does: parts, passes, exchanges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from wrangle.cluster.executor import Cluster
from wrangle.cluster.parts import Layout
from wrangle.cluster.passing import keys_of
from wrangle.engine.ops import AskOp, FrameOp, KeyOp, Op, Plan, WindowOp
from wrangle.engine.pipeline import Pipeline
from wrangle.engine.segment import decides, ready
from wrangle.engine.session import Session
from wrangle.sections.quarantine import Quarantine
from wrangle.sources.input import Input


def foreseen(cluster: Cluster, pipeline: Pipeline, input_: Input, out: Path) -> str:
    """Return in lines how a run will go. Only the beginnings of files and their numbers of rows are read.

    Raises
    ------
    ClusterError
        A step cannot be run on a cluster: it is named.
    """
    session = Session(pipeline, input_, executor=cluster)
    plan = session.plan()
    section = pipeline.sections.get("quarantine")
    cluster.hold(plan, keeps_keys=isinstance(section, Quarantine) and section.replay)
    layout = cluster.layout(session.input)
    return "\n".join(f"{name:10}{text}" for name, text in _lines(cluster, plan, layout, session.input, out))


def _lines(cluster: Cluster, plan: Plan, layout: Layout, input_: Input, out: Path) -> Iterator[tuple[str, str]]:
    tasks = cluster.tasks
    yield "engine", f"{tasks.name}: {tasks.slots} tasks at a time, each may use {tasks.memory / 2**30:.1f} GiB"
    lie = "brought to the scratch folder by this machine first" if layout.landed else "read where they lie"
    yield "source", f"{input_.origin}: {layout.rows:,} rows, {lie}"
    yield "parts", f"{len(layout.parts):,}, of at most {max((part.rows for part in layout.parts), default=0):,} rows"
    yield "scratch", str(cluster.scratch.parent)
    wanted = ready(plan, (), rows=True)
    later = [op for op in plan.ops if (isinstance(op, AskOp) or decides(op)) and op not in wanted]
    if wanted:
        yield "pass 1", _asked(wanted)
    if later:
        yield "then", _asked(later)
    yield "last pass", f"writes {out / 'clean.parquet'}, a file for each part, and the account beside it"
    for op in plan.ops:
        if isinstance(op, (FrameOp, KeyOp, WindowOp)):
            yield "exchange", _exchange(cluster, op, layout.rows)
    if plan.order:
        yield "order", "by " + ", ".join(f"{name} descending" if down else name for name, down in plan.order)


def _asked(ops: Sequence[Op]) -> str:
    learned = dict.fromkeys(op.origin.label for op in ops if isinstance(op, AskOp))
    keyed = dict.fromkeys(op.origin.label for op in ops if not isinstance(op, AskOp))
    parts = ["learns " + ", ".join(learned)] * bool(learned) + ["brings keys together for " + ", ".join(keyed)] * bool(
        keyed
    )
    return "; ".join(parts)


def _exchange(cluster: Cluster, op: FrameOp | KeyOp | WindowOp, rows: int) -> str:
    by = keys_of(op)
    if not by:
        return f"{op.origin.label}: all rows meet in one task, which must hold what it looks at of them"
    return f"{op.origin.label}: by {', '.join(by)}, among {cluster.buckets(by, rows):,} tasks"
