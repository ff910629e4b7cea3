"""A small deployment whose world changes: what was sold by price is later sold by age."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from wrangle.bundle.load import load_bundle
from wrangle.bundle.predictor import Predictor
from wrangle.captures.adding import How, add_truth
from wrangle.captures.event import CaptureEvent
from wrangle.captures.labels import Labels
from wrangle.captures.store import Store
from wrangle.captures.truth import Line
from wrangle.rulefile.read import load
from wrangle.rulefile.texts import rule_texts
from wrangle.serving.masking import rows_of
from wrangle.serving.promotion import promote
from wrangle.training.train import train

RULES = """\
name: shop
source: data.parquet
columns:
  number: integer
  price: float
  age: float
  kind: string
  sold: boolean
clean:
  - trim: {columns: {type: string}}
train:
  target: sold
  features: [price, age, kind]
  estimator: linear
  metrics: [roc_auc, brier]
  accept: {roc_auc: {min: 0.6}}
monitor:
  window: {records: 500}
  truth: {key: [number]}
  quality: {minimum: 200}
  drift: {without: [number]}
"""
RETRAIN = "  retrain: {when: [quality], minimum: 100, margin: 0.02}\n"


def world(count, seed, by="price", first=0):
    """Rows of a world in which one column decides what is sold."""
    draw = np.random.default_rng(seed)
    table = pl.DataFrame(
        {
            "number": np.arange(first, first + count),
            "price": draw.normal(0, 1, count),
            "age": draw.normal(0, 1, count),
            "kind": draw.choice(["new", " used"], count),
        }
    )
    return table.with_columns(sold=pl.Series(table[by].to_numpy() + draw.normal(0, 1.0, count) > 0))


def deployment(folder, more=RETRAIN, rules=RULES):
    """A deployment with a champion that was trained in the first world."""
    folder.mkdir(parents=True, exist_ok=True)
    world(2_000, 0).write_parquet(folder / "data.parquet")
    path = folder / "shop.yaml"
    path.write_text(rules + more)
    trained = train(load(path), rules=rule_texts(path), curve=False)
    promote(trained.save(folder / "first"), folder / "live")
    return folder / "live"


def store_of(live):
    return f"sqlite:///{live}/captures.sqlite"


def serve(live, table, after=10, prefix="r"):
    """Answers rows as the champion does, and keeps them; the first so many seconds after now."""
    from wrangle.cycle.champion import champion_of

    champion = champion_of(live)
    records = table.drop("sold").to_dicts()
    answers = Predictor(champion.bundle).answers(records)
    start = datetime.now(UTC) + timedelta(seconds=after)
    events = [
        CaptureEvent(f"{prefix}{record['number']}", start + timedelta(milliseconds=place), "main", champion.spec.digest,
                     record, answer)
        for place, (record, answer) in enumerate(zip(records, answers, strict=True))
    ]  # fmt: skip
    with Store(champion.store) as store:
        store.add(rows_of(events, frozenset()))


def tell(live, table, source="truth.csv", prefix="r"):
    """Adds what came true of rows."""
    rows = table.iter_rows(named=True)
    lines = [Line(place, row["sold"], f"{prefix}{row['number']}") for place, row in enumerate(rows, 1)]
    return add_truth(store_of(live), lines, How(source, Labels("classes", (False, True))))


def revision(live):
    return json.loads((live / "deployment.json").read_text())["revision"]


def champion_auc(live, table):
    from sklearn.metrics import roc_auc_score

    from wrangle.cycle.champion import champion_of

    bundle = load_bundle(champion_of(live).bundle.folder)
    answers = Predictor(bundle).answer_frame(table)
    return roc_auc_score(table["sold"], answers["probability_true"])
