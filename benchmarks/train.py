"""What `wrangle train` adds to cleaning and to the bare fit, in time and memory.

    python benchmarks/train.py [--rows 10000000] [--runs 3]

In turn: `wrangle run` (cleaning), `wrangle train` (all of it: cleaning, split, matrix, fit, evaluation, report, bundle)
and the bare scikit-learn fit of the same estimator on a ready float32 matrix of as many rows. Overhead is (train - run)
over the bare fit: goal <= 1.15. Memory is the peak of `wrangle train` over the bytes of the matrices that it gathers
(all parts), in the float64 that the estimator works in: goal <= 2.5; over the same in float32 it is shown as well.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median

from process import DATA, measure
from run import dataset

HERE = Path(__file__).parent / "training"
RULES = HERE / "deicing.yaml"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    rounds = [one_round(dataset(options.rows)) for _ in range(options.runs)]
    missed = 0
    for name, goal in (("cpu overhead", 1.15), ("wall overhead", 1.15), ("memory / float64 matrix", 2.5)):
        value = median(each[name] for each in rounds)
        missed += value > goal
        print(f"{name:26}{value:6.2f}   goal <= {goal}: {'met' if value <= goal else 'MISSED'}")
    print(f"{'memory / float32 matrix':26}{median(each['memory / float32 matrix'] for each in rounds):6.2f}")
    return missed


def one_round(data: Path) -> dict[str, float]:
    wrangle = Path(sys.executable).with_name("wrangle")
    out, bundle = DATA / "out" / "training-clean", DATA / "out" / "training-bundle"
    run = measure([wrangle, "run", RULES, "--data", data, "--out", out])
    train = measure([wrangle, "train", RULES, "--data", data, "--out", bundle, "--no-track", "--no-curve"])
    rows = {
        name: each["written"] for name, each in json.loads((bundle / "manifest.json").read_text())["counts"].items()
    }
    bare = [sys.executable, HERE / "bare.py", out / "clean.parquet", rows["training"], rows["validation"]]
    printed = subprocess.run([str(each) for each in bare], capture_output=True, text=True, check=True).stdout.split()
    cpu, wall = float(printed[0]), float(printed[1])
    gathered = sum(rows.values()) * int(printed[2]) / rows["training"]
    print(f"run {run.cpu:.1f} s, train {train.cpu:.1f} s, bare fit {cpu:.1f} s of CPU; wall {run.wall:.1f}, "
          f"{train.wall:.1f}, {wall:.1f} s; train {train.memory:.0f} MB, matrix {gathered / 2**20:.0f} MB in float32; "
          f"{printed[3]} iterations", flush=True)  # fmt: skip
    return {
        "cpu overhead": (train.cpu - run.cpu) / cpu,
        "wall overhead": (train.wall - run.wall) / wall,
        "memory / float64 matrix": train.memory * 2**20 / (2 * gathered),
        "memory / float32 matrix": train.memory * 2**20 / gathered,
    }


if __name__ == "__main__":
    sys.exit(main())
