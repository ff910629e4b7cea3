"""No plan that the engine gives to polars holds a whole column: read off the physical graph of each.

The streaming engine names its nodes. Scans, selections and sinks work batch by batch; a median, a rank, a sort, a
window or `replace_strict` has a node of its own that buffers the column, or falls back to memory. Expressions of steps
must not have such nodes either: then they look at one row, whatever the batch.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import polars as pl
import pytest
from pipelines import WEATHER, made, weather
from step_cases import CASES, rules, table

from wrangle.catalogue import modules, operation
from wrangle.checks.base import ValueCheck
from wrangle.engine.cells import expressions_of
from wrangle.engine.ops import ROW, CheckOp, ColumnOp, FrameOp, KeyOp, LayoutOp, RowOp
from wrangle.engine.pipeline import Pipeline
from wrangle.engine.session import Session
from wrangle.rulefile.read import load, read_text
from wrangle.sources.input import frame_input
from wrangle.sources.opening import open_source
from wrangle.sources.spec import SourceSpec
from wrangle.steps.base import ColumnStep
from wrangle.steps.options import Reads

ROW_LOCAL = {"in-memory-source", "select", "with-columns", "input-independent-select"}
"""What may stand in the graph of a step's expressions over a frame."""
STREAMING = ROW_LOCAL | {
    "multi-scan[csv]", "multi-scan[parquet]", "multi-scan[ndjson]", "multi-scan[ipc]", "streaming-python-scan",
    "parquet-sink", "simple-projection", "filter", "ordered-union"}  # fmt: skip
"""What may stand in the graph of what the engine reads and writes."""


def nodes(plan):
    """Return the names of the nodes of a plan's physical graph."""
    graph = plan.show_graph(plan_stage="physical", engine="streaming", raw_output=True, show=False)
    return {label.split("\\n")[0] for label in re.findall(r'^\d+ \[label="(.*?)"', graph, flags=re.MULTILINE)}


def expressions(op):
    """Return all that an operation has polars compute over a batch."""
    if isinstance(op, (ColumnOp, CheckOp)):
        return expressions_of(op)
    if isinstance(op, RowOp):
        return [op.keep.alias("keep")]
    if isinstance(op, FrameOp):
        return list(op.step.needs())
    return [op.where.alias("where")] if isinstance(op, KeyOp) and op.where is not None else []


def foreign(plan):
    """Return operation -> nodes of its expressions that look at more than one row, for each that has any."""
    numbers = pl.Series(ROW, [], pl.UInt32)  # some steps look at the number of the row
    frame = pl.DataFrame(schema={name: info.dtype for name, info in plan.before.items()}).with_columns(numbers)
    found = {}
    for op in plan.ops:
        exprs = expressions(op)
        if exprs and (more := nodes(frame.lazy().select(exprs)) - ROW_LOCAL):
            found[op.origin.label] = more
        if isinstance(op, LayoutOp):
            frame = frame.select(*(pl.col(old).alias(new) for new, old in op.layout.items()), ROW)
        elif isinstance(op, ColumnOp):
            frame = frame.with_columns(each.alias(name) for each, name in zip(op.expressions, op.writes, strict=True))
    return found


def planned(pipeline, frame):
    return Session(pipeline, frame_input(frame)).fit(rows=True)


GOOD = [param for param in CASES if "then" in param.values[1] and any(param.values[1]["given"].values())]


@pytest.mark.parametrize(("file", "case"), GOOD)
def test_every_step_looks_at_one_row(file, case):
    pipeline = read_text(rules(case), folder=file.parent)
    assert foreign(planned(pipeline, table(case.get("fit", case["given"]), case.get("types", {})))) == {}


CHECKS = {
    "between": {"column": "n", "min": 0, "max": 3, "strict_max": True},
    "condition": {"condition": "n > 1 AND s IN ('x', 'y')"},
    "foreign_key": {"table": Path(__file__).parents[1] / "checks/stations.csv", "keys": {"s": "code", "n": "number"}},
    "in_set": {"column": "s", "values": ["x", "y"]},
    "length": {"column": "s", "min": 1, "max": 3},
    "matches": {"column": "s", "pattern": "^x"},
    "new_values": {"column": "s"},
    "not_null": {"column": "n"},
    "sum_to": {"columns": ["n", "n"], "total": 1},
}


@pytest.mark.parametrize(
    "keyword", [each for each in modules("checks") if issubclass(operation("checks", each), ValueCheck)]
)
def test_every_check_of_values_looks_at_one_row(keyword):
    check = operation("checks", keyword)(where="n < 9", **CHECKS[keyword])
    plan = planned(Pipeline("trial", checks=(check,)), pl.DataFrame({"n": [1.0, None], "s": ["x", None]}))
    assert any(isinstance(op, CheckOp) for op in plan.ops)
    assert foreign(plan) == {}


def test_whole_rule_files_look_at_one_row():
    assert foreign(planned(made(WEATHER), weather())) == {}


def test_the_rule_file_of_the_sample_looks_at_one_row(pytestconfig):
    pipeline = load(pytestconfig.rootpath / "rules/deicing.yaml")
    with open_source(pipeline.source) as input_:
        assert foreign(planned(pipeline, input_.frame.collect())) == {}


WRONG = {
    "a mean": lambda c: c - c.mean(),
    "a median": lambda c: c - c.median(),
    "a greatest value": lambda c: c / c.max(),
    "a rank": lambda c: c.rank(),
    "a window": lambda c: c.sum().over(c),
    "a sort": lambda c: c.sort(),
    "the row before": lambda c: c.shift(1),
    "a running sum": lambda c: c.cum_sum(),
    "a fill from the row before": lambda c: c.fill_null(strategy="forward"),
    "replace_strict": lambda c: c.replace_strict({1.0: 2.0}, default=None),
    "a quantile": lambda c: c.clip(upper_bound=c.quantile(0.9)),
    "a count of rows": lambda c: c + pl.len(),
    "duplicates": lambda c: c.is_duplicated(),
    "a rolling mean": lambda c: c.rolling_mean(3),
    "Python over the column": lambda c: c.map_batches(lambda whole: whole - whole.mean()),
    "other rows by number": lambda c: c.gather(pl.int_range(pl.len())),
    "the first row": lambda c: c.first(),
    "a reversed column": lambda c: c.reverse(),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_step_that_looks_at_other_rows_is_refused(what):
    class Wrong(ColumnStep):
        column: Annotated[str, Reads()]

        def express(self, learned):
            return [WRONG[what](pl.col(self.column)).alias(self.column)]

    plan = planned(Pipeline("trial", steps=(Wrong(column="a", name="wrong"),)), pl.DataFrame({"a": [1.0, 2.0]}))
    assert "wrong" in foreign(plan)


def test_a_condition_that_looks_at_other_rows_is_refused():
    class Wrong(ValueCheck):
        def mask(self):
            return pl.col("a") > pl.col("a").mean()

        def why(self):
            return "is above the mean"

    plan = planned(Pipeline("trial", checks=(Wrong(name="wrong"),)), pl.DataFrame({"a": [1.0, 2.0]}))
    assert "wrong" in foreign(plan)


@pytest.fixture
def given(monkeypatch):
    """Return a list that fills with every plan which is streamed: the real methods run."""
    plans = []

    def note(name):
        real = getattr(pl.LazyFrame, name)

        def noting(self, *args, **options):
            whole = real(self, *args, lazy=True, **options) if name == "sink_parquet" else self
            plans.append((name, whole))
            return real(self, *args, **options)

        monkeypatch.setattr(pl.LazyFrame, name, noting)

    for name in ("collect_batches", "sink_parquet", "sink_batches"):
        note(name)
    return plans


def write(frame, path):
    kind = path.suffix.removeprefix(".")
    {"csv": frame.write_csv, "parquet": frame.write_parquet, "ndjson": frame.write_ndjson, "arrow": frame.write_ipc}[
        kind
    ](path)
    return path


@pytest.mark.parametrize("ending", ["csv", "parquet", "ndjson", "arrow"])
def test_what_a_run_reads_and_writes_is_streamed(tmp_path, given, ending):
    path = write(weather(200), tmp_path / f"weather.{ending}")
    given.clear()
    result = made(WEATHER).run(path, into=tmp_path / "out")
    written = [
        "sink_parquet"
    ] * 6  # clean rows, quarantine, audit; row numbers, columns and a learned table for a replay
    assert sorted(name for name, _ in given) == ["collect_batches"] * result.summary["passes"] + written
    for _, plan in given:
        assert nodes(plan) <= STREAMING


def test_a_scan_of_the_users_is_streamed_and_never_collected(tmp_path, given):
    path = write(weather(200), tmp_path / "weather.parquet")
    given.clear()
    made(WEATHER).run(pl.scan_parquet(path), into=tmp_path / "out")
    assert {name for name, _ in given} == {"collect_batches", "sink_parquet", "sink_batches"}
    for _, plan in given:
        assert nodes(plan) <= STREAMING


def test_optional_columns_and_several_files_are_streamed(tmp_path, given):
    for name in ("a", "b"):
        write(weather(50), tmp_path / f"{name}.csv")
    given.clear()
    rules = WEATHER.replace("clean:", "  note: {type: string, required: false}\nclean:", 1)
    made(rules).run(SourceSpec(path=str(tmp_path / "*.csv")), into=tmp_path / "out")
    for _, plan in given:
        assert nodes(plan) <= STREAMING


def test_a_plan_that_sorts_or_takes_a_median_would_not_pass(tmp_path):
    path = write(pl.DataFrame({"a": [1.0]}), tmp_path / "a.parquet")
    for plan in (
        pl.scan_parquet(path).sort("a"),
        pl.scan_parquet(path).with_columns(pl.col("a") - pl.col("a").median()),
        pl.scan_parquet(path).unique("a"),
        pl.scan_parquet(path).group_by("a").agg(pl.len()),
        pl.scan_parquet(path).with_columns(pl.col("a").rank()),
    ):
        assert not nodes(plan) <= STREAMING
