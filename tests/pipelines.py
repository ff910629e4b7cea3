"""What tests of the engine share: pipelines out of a few lines, runs cut into batches, and what an audit says."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from random import Random
from textwrap import dedent

import polars as pl
from polars.testing import assert_frame_equal

from wrangle.engine import lanes, passes
from wrangle.engine.plan import Request, resolve
from wrangle.engine.schedule import Lane, schedule
from wrangle.rulefile.read import read_text
from wrangle.schema import schema_of

OUTPUT = ["audit.parquet", "clean.parquet", "quarantine.parquet", "replay/pipeline/pipeline.json",
          "replay/pipeline/schema.parquet", "replay/rows.parquet", "run.json"]  # fmt: skip
"""The files of an output folder."""

COUNTS = ("cells_changed", "nulls_made", "nulls_filled", "misfits", "rows_dropped", "rows_quarantined")

CHAIN = """
clean:
  - trim: {columns: [t]}
  - null_values: {columns: [t], values: [NA]}
  - convert_units: {column: t, to: degC, otherwise: quarantine}
expect:
  - between: {column: t, max: 100, otherwise: warn}
"""
"""A chain of operations on one text."""

WEATHER = """
columns:
  station: {type: string, nullable: false}
  observed_at: {type: datetime, formats: ["%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]}
  temperature: string
  humidity: {type: float, min: 0, max: 100}
clean:
  - trim: {columns: all}
  - null_values: {values: ["", NA]}
  - convert_units: {column: temperature, to: degC}
  - deduplicate: {keys: [station, observed_at]}
  - impute: {column: humidity, with: median, by: station}
transform:
  - derive: {felt: temperature - humidity / 10}
  - one_hot: {column: station}
expect:
  - between: {column: temperature, min: -40, max: 50}
  - row_count: {min: 1, otherwise: warn}
"""
"""Steps of all kinds: work by text, statistics, keys, formulas, checks."""


def made(body, folder=Path()):
    """Return the pipeline of a rule file's sections."""
    return read_text("name: trial\n" + dedent(body), folder=folder)


def weather(rows=60, seed=1):
    """Return raw weather of `rows` rows: text with dirt of every kind that `WEATHER` cleans."""
    chance = Random(seed)
    stations, depths = ("EWR", " EWR ", "JFK", "LGA", "", "NA"), ("32 F", "1.5 C", "273.15 K", "warm", "900 F", None)
    draw = {
        "station": lambda: chance.choice(stations),
        "observed_at": lambda: f"2013-01-{chance.randint(1, 28):02} {chance.choice(('06', '18'))}:00",
        "temperature": lambda: chance.choice((*depths, f"{chance.randint(-20, 30)} C")),
        "humidity": lambda: chance.choice(("81.5", "", "x", "40", "77", "101", None)),
    }
    return pl.DataFrame({name: [each() for _ in range(rows)] for name, each in draw.items()})


@contextmanager
def cut(monkeypatch, *, batch=None, threads=None, limit=None):
    """Let runs read batches of few rows, with as many threads, and give lanes up beyond so many texts."""
    with monkeypatch.context() as patch:
        if batch is not None:
            patch.setattr(passes, "BATCH", batch)
        if threads is not None:
            patch.setattr(pl, "thread_pool_size", lambda: threads)
        if limit is not None:
            patch.setattr(lanes, "LIMIT", limit)
        yield


def audited(result, step, column=None):
    """Return the counts of one row of the audit that are not 0."""
    found = result.audit.filter(pl.col("step") == step, pl.col("column").eq_missing(pl.lit(column)))
    (row,) = found.select(COUNTS).rows(named=True)
    return {kind: count for kind, count in row.items() if count}


def examples(result, step, column):
    """Return the examples of one row of the audit, as pairs."""
    found = result.audit.filter(pl.col("step") == step, pl.col("column") == column)
    (shown,) = found["examples"].to_list()
    return [(each["before"], each["after"]) for each in shown]


def same(one, other, *, shown=True):
    """Hold two results of runs against each other, bit for bit; the audit's examples too where they are `shown`."""
    assert_frame_equal(one.clean, other.clean, check_exact=True)
    assert_frame_equal(one.quarantine, other.quarantine, check_exact=True)
    drop = () if shown else ("examples",)
    assert_frame_equal(one.audit.drop(drop), other.audit.drop(drop), check_exact=True)
    untimed = ({**each.summary, "seconds": None, "passes": None} for each in (one, other))
    assert next(untimed) == next(untimed)


def contents(folder):
    """Return file name -> bytes of an output folder, those of folders in it among them."""
    files = (path for path in Path(folder).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def told(folder):
    """Return what `run.json` holds."""
    return json.loads((Path(folder) / "run.json").read_text(encoding="utf-8"))


def lane_of(body, frame):
    """Return the only lane of a pipeline over a frame."""
    plan = resolve(Request(made(body), schema_of(frame.lazy())))
    units = [unit for block in schedule(plan) for stage in block.stages for unit in stage]
    (lane,) = (unit for unit in units if isinstance(unit, Lane))
    return lane
