"""Monitors 1M captured records of 30 columns: seconds and peak memory, beside Evidently's data-drift report.

python benchmarks/monitoring/million.py [--rows 1000000] [--evidently /path/to/python]

Evidently gets the same raw columns as Parquet files (no JSON, no rules, no windows, one report); it must be installed
in an environment of its own: `pip install evidently 'pandas<3' pyarrow`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import paths  # noqa: F401  # makes what tests share importable
import polars as pl
from process import DATA, measure

from wrangle.bundle.load import load_bundle
from wrangle.bundle.predictor import Predictor
from wrangle.captures.store import Store, new_ids
from wrangle.rulefile.read import read_text
from wrangle.training.train import train

NUMBERS, TEXTS = 22, 8
REFERENCE = 100_000
BATCH = 50_000


def rules(window: int) -> str:
    """Return the rule file: every column is cleaned, all are features."""
    numbers = [f"n{each}" for each in range(NUMBERS)]
    texts = [f"t{each}" for each in range(TEXTS)]
    columns = ", ".join([*(f"{name}: float" for name in numbers), *(f"{name}: string" for name in texts)])
    return f"""
name: wide
columns: {{{columns}, target: {{type: boolean, required: false}}}}
clean:
  - trim: {{columns: [{", ".join(texts)}]}}
  - impute: {{columns: [{", ".join(numbers)}], with: median}}
train:
  target: target
  features: [{", ".join(numbers + texts)}]
  estimator: linear
  metrics: [roc_auc]
monitor:
  window: {{records: {window}}}
"""


def made(rows: int, seed: int) -> pl.DataFrame:
    """Return raw records: numbers of several shapes with gaps, texts of 5 to 200 values."""
    draw = np.random.default_rng(seed)
    columns: dict[str, object] = {}
    for each in range(NUMBERS):
        values = [draw.normal(each, 1 + each, rows), draw.lognormal(1, 0.5, rows), draw.integers(0, 30, rows) * 1.0]
        columns[f"n{each}"] = pl.Series(values[each % 3].round(3)).set(pl.Series(draw.random(rows) < 0.01), None)
    for each in range(TEXTS):
        names = np.array([f"value {n}" for n in range(5 + 28 * each)])
        columns[f"t{each}"] = names[np.minimum(draw.geometric(3 / len(names), rows) - 1, len(names) - 1)]
    columns["target"] = columns["n0"].fill_null(0) + draw.normal(0, 1, rows) > 0.5
    return pl.DataFrame(columns)


def capture(folder: Path, rows: int, window: int) -> tuple[Path, str]:
    """Train, answer and keep the records; return the bundle and the store's address."""
    pipeline = read_text(rules(window))
    bundle = train(pipeline, made(REFERENCE, 0), curve=False, rules={"wide.yaml": rules(window)}).save(
        folder / "bundle"
    )
    url = f"sqlite:///{folder}/captures.sqlite"
    loaded = load_bundle(bundle, check_golden=False)
    predictor = Predictor(loaded)
    start = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1e6)
    with Store(url) as store:
        for at in range(0, rows, BATCH):
            raw = made(min(BATCH, rows - at), 1 + at).drop("target")
            answered = predictor.answer_frame(raw)
            shares = pl.struct(pl.col("probability_false").alias("false"), pl.col("probability_true").alias("true"))
            answers = answered.select(
                pl.struct("status", "prediction", shares.alias("probabilities")).struct.json_encode()
            )
            requests = raw.select(pl.struct(pl.all()).struct.json_encode())
            pairs = zip(requests.to_series(), answers.to_series(), strict=True)
            store.add([_row(start + (at + n) * 1000, at + n, loaded.digest, *each) for n, each in enumerate(pairs)])
    return bundle, url


def _row(micros: int, number: int, digest: str, request: str, answer: str) -> dict[str, object]:
    return {
        "id": new_ids(1, micros)[0],
        "inference_id": f"r{number}",
        "time": micros,
        "variant": "main",
        "model_version": digest,
        "shadow": False,
        "request": request,
        "answer": answer,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--evidently", help="the Python that has Evidently")
    asked = parser.parse_args()
    folder = DATA / f"monitoring{asked.rows}"
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        capture(folder, asked.rows, 1000)
        made(REFERENCE, 0).drop("target").write_parquet(folder / "reference.parquet")
        parts = [made(min(BATCH, asked.rows - at), 1 + at) for at in range(0, asked.rows, BATCH)]
        pl.concat(parts).drop("target").write_parquet(folder / "current.parquet")
        (folder / "ready").touch()
    wrangle = Path(sys.executable).with_name("wrangle")
    for window in (1_000, 50_000, asked.rows):
        file = folder / f"window{window}.yaml"
        file.write_text(rules(window))
        command = [sys.executable, Path(__file__).with_name("command.py"), wrangle, "monitor", folder / "bundle"]
        options = [
            "--captures",
            f"sqlite:///{folder}/captures.sqlite",
            "--rules",
            file,
            "--out",
            folder / f"out{window}",
        ]
        found = measure([*command, *options])
        print(f"wrangle, windows of {window:>9,}: {found.wall:6.1f} s, CPU {found.cpu:6.1f} s, {found.memory:,.0f} MB")
    if asked.evidently:
        peer = Path(__file__).with_name("evidently_report.py")
        found = measure(
            [asked.evidently, peer, folder / "reference.parquet", folder / "current.parquet", folder / "evidently.html"]
        )
        print(f"Evidently, one report:         {found.wall:6.1f} s, CPU {found.cpu:6.1f} s, {found.memory:,.0f} MB")


if __name__ == "__main__":
    main()
