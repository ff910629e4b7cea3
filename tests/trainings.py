"""What tests of training share: raw tables, rule files with a `train:` section, and what a training learned."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from textwrap import indent

import numpy as np
import polars as pl
from pipelines import made
from threadpoolctl import threadpool_limits

from wrangle.bundle.trust import store
from wrangle.engine.session import Session
from wrangle.sources.input import frame_input
from wrangle.training.dividing import division_of
from wrangle.training.prepare import prepare
from wrangle.training.request import Request
from wrangle.training.train import train
from wrangle.training.work import at_work

START = datetime(2026, 1, 1)
STEPS = """
clean:
  - trim: {columns: [station, sky]}
  - parse_number: {column: cold, otherwise: quarantine}
  - deduplicate: {keys: [station, at], keep: first}
  - impute: {column: wet, with: median, by: station}
transform:
  - one_hot: {column: station}
"""
"""Steps that reject, drop, learn a statistic and learn levels."""


def raw(rows=240, seed=0):
    """Return raw rows: `cold` and `wet` tell the targets, `noise` nothing; texts, gaps, doubles and dirt among them."""
    draw = np.random.default_rng(seed)
    cold, wet, noise = draw.normal(size=(3, rows))
    value = 2 * cold + wet + draw.normal(size=rows) * 0.3
    frame = pl.DataFrame(
        {
            "station": draw.choice(["EWR", " JFK", "LGA"], rows),
            "at": [START + timedelta(hours=each // 2) for each in range(rows)],
            "cold": [f"{each:.3f}" for each in cold],
            "wet": pl.Series(wet).set(pl.Series(draw.random(rows) < 0.1), None),
            "noise": noise,
            "sky": np.where(value > 0.5, draw.choice(["rain", "snow"], rows), draw.choice(["clear", "rain"], rows)),
            "day": [f"d{each // 12}" for each in range(rows)],
            "value": value,
            "ice": value > 0.5,
            "kind": pl.Series(np.array(["dry", "damp", "ice"])[np.digitize(value, [-1, 1])]),
            "count": np.where(value > 0, 3.0, 1.0),
        }
    )
    return frame.with_columns(
        pl.when(pl.int_range(pl.len()) % 40 == 7).then(pl.lit("warm")).otherwise("cold").alias("cold")
    )


def rules(train_section, steps=""):
    """Return the pipeline of steps and the lines of a `train:` section."""
    return made(f"{steps}\ntrain:\n{indent(train_section.strip(), '  ')}\n")


def trained(train_section, data=None, steps=STEPS, **more):
    """Return what training gives back, without a learning curve; in one thread, as others are at work beside."""
    with threadpool_limits(1):
        return train(rules(train_section, steps), raw() if data is None else data, **({"curve": False} | more))


def parts_of(train_section, data, steps=STEPS):
    """Return the part of each raw row, as its code, just as a training divides them."""
    pipeline = rules(train_section, steps)
    section = pipeline.sections["train"]
    return division_of(Session(pipeline, frame_input(data)), section, section.split).codes


def working(train_section, data=None, steps=STEPS, **more):
    """Return a training at work, its rows ready; to be entered by `with`."""
    pipeline = rules(train_section, steps)
    data = raw() if data is None else data
    return at_work(Request(pipeline, data, **more), pipeline.sections["train"], frame_input(data))


def prepared(text, data=None, steps=STEPS, on_disk=False):
    """Return the clean rows of a section in their parts."""
    pipeline = rules(text, steps)
    section = pipeline.sections["train"]
    session = Session(pipeline, frame_input(raw() if data is None else data))
    division = division_of(session, section, section.split)
    return prepare(session, section, division, "float32", on_disk=lambda wanted, batch: on_disk)


def spoiled(data, rows, *, target=True, fate=True):
    """Return data with other values in all that the rules and a model look at, in some rows (a mask).

    With `fate`, rows that were rejected are accepted, and some of the others are rejected.
    """
    flip = {"ice": ~pl.col("ice"), "kind": pl.lit("ice"), "value": pl.col("value") * -9 + 100} if target else {}
    rejected = (pl.col("cold") != "warm") & (pl.int_range(pl.len()) % 3 == 0) if fate else pl.col("cold") == "warm"
    cold = pl.when(rejected).then(pl.lit("warm")).otherwise(pl.lit("77.5"))
    other = {
        "cold": cold,
        "wet": pl.lit(-50.0),
        "noise": pl.lit(1e6),
        "sky": pl.lit("volcano"),
        "station": pl.lit("XXX"),
    }
    return data.with_columns(
        pl.when(pl.Series(rows)).then(new).otherwise(name).alias(name) for name, new in (other | flip).items()
    )


def learned(found, folder):
    """Return all that a training learned, by digests of what is written of it: steps, encoding, estimator."""
    found.pipeline.save(folder)
    steps = {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    model = json.dumps(found.model.describe(), sort_keys=True, default=str)
    return {"steps": steps, "model": model, "estimator": store(found.model.estimator)}
