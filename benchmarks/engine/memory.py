"""Peak memory of `wrangle run` as the data grows.

    python benchmarks/engine/memory.py [--scale 0.1]

Row-local steps only (rowlocal.yaml): 50M rows over 10M, goal <= 1.2. The whole rule file (deicing.yaml: medians by
group, deduplication) at 30M rows: goal <= 1.5 GB. `--scale` takes that share of the rows, for a quick look.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from process import DATA, Measure, measure
from run import ENGINE, dataset


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=1.0)
    scale = parser.parse_args().scale
    small, large = (peak("rowlocal.yaml", int(rows * scale)) for rows in (10_000_000, 50_000_000))
    whole = peak("deicing.yaml", int(30_000_000 * scale))
    growth = large.memory / small.memory
    return report("row-local, 5 times the rows", growth, 1.2, "") + report("whole file", whole.memory, 1536, " MB")


def peak(rules: str, rows: int) -> Measure:
    """Run a rule file over so many rows."""
    data = dataset(rows)
    command = [Path(sys.executable).with_name("wrangle"), "run", ENGINE / rules, "--data", data]
    result = measure([*command, "--out", DATA / "out" / "memory"])
    print(f"{rules:16}{rows:12,} rows {result.memory:8.0f} MB {result.cpu:8.1f} s of CPU", flush=True)
    return result


def report(what: str, value: float, goal: float, unit: str) -> int:
    """Print a figure beside its goal; return 1 where it is missed."""
    print(f"{what}: {value:.2f}{unit}, goal <= {goal}{unit}: {'met' if value <= goal else 'MISSED'}")
    return int(value > goal)


if __name__ == "__main__":
    sys.exit(main())
