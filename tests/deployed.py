"""Small bundles whose answer tells which of them answered, for tests of deployments."""

import asyncio
import json
from pathlib import Path

import numpy as np
import polars as pl
from sklearn.tree import DecisionTreeRegressor

from wrangle.bundle.bundle import digest_of
from wrangle.bundle.encoding import Encoding, Feature
from wrangle.bundle.model import Model
from wrangle.bundle.write import BundleParts, write_bundle
from wrangle.rulefile.read import read_text

RULES = """\
name: weather
columns:
  station: string
  humidity: {type: float, min: 0, max: 100}
clean:
  - trim: {columns: all}
"""
RAW = pl.DataFrame({"station": ["EWR ", " JFK", "LGA"] * 4, "humidity": [str(each * 9) for each in range(12)]})
RECORD = {"station": "EWR", "humidity": "50"}


def make_bundle(folder, answer=1.0, more=""):
    """Write a bundle that answers every record with one number."""
    text = RULES + more
    pipeline = read_text(text).fit(RAW)
    encoding = Encoding((Feature("humidity", "number"),))
    tree = DecisionTreeRegressor().fit(np.arange(4.0).reshape(-1, 1), np.full(4, float(answer)))
    model = Model("regression", encoding, tree, target="index")
    estimator = "sklearn.tree.DecisionTreeRegressor"
    return write_bundle(folder, BundleParts(pipeline, model, {"weather.yaml": text}, estimator, golden=RAW))


def spoil(bundle, answer=99.0):
    """Have a bundle's golden records say otherwise, its digests being right."""
    bundle = Path(bundle)
    path = bundle / "golden.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        line["answer"]["prediction"] = answer
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    manifest = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"]["golden.jsonl"] = digest_of(path.read_bytes())
    (bundle / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return bundle


async def until(condition, seconds=20.0):
    """Wait until something holds."""
    for _ in range(int(seconds / 0.02)):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come about in time")
