"""What `wrangle profile` takes, beside a bare polars scan that counts nulls and describes the columns.

    python benchmarks/profile.py [--rows 1000000 10000000] [--peer PYTHON]

The data are those of `engine/generate.py`, and twelve columns more: 20 in all, of text, numbers and times, some with a
value of its own in each row. Goals: at most 512 MB more memory at 10M rows than at 1M (batches of it are read ahead),
and at 10M rows at most twice the CPU time of the bare scan, which tells neither what texts are, nor distinct values,
equal rows, keys or relations. `--peer` names
the Python of an environment with skrub, whose `TableReport` is then measured at the smallest number of rows.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import polars as pl
from process import DATA, Measure, measure
from run import dataset

GROWTH, RATIO = 512, 2.0
BARE = """
import polars as pl, sys
frame = pl.scan_parquet(sys.argv[1])
print(frame.null_count().collect(engine="streaming"))
print(frame.describe())
"""
PEER = """
import polars as pl, sys
from skrub import TableReport
TableReport(pl.read_parquet(sys.argv[1])).html()
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--peer", type=Path)
    options = parser.parse_args()
    found: dict[int, Measure] = {}
    ratio = 0.0
    for rows in sorted(options.rows):
        data = wide(rows)
        bare = told("bare polars", rows, measure([sys.executable, "-c", BARE, data]))
        page = DATA / "profile.html"
        command = [Path(sys.executable).with_name("wrangle"), "profile", data, "--out", page]
        found[rows] = told("wrangle profile", rows, measure(command))
        ratio = found[rows].cpu / bare.cpu
    if options.peer:
        told("skrub TableReport", min(found), measure([options.peer, "-c", PEER, wide(min(found))]))
    growth = found[max(found)].memory - found[min(found)].memory
    missed = report(f"CPU beside the bare scan at {max(found):,} rows", ratio, RATIO)
    return missed + report(f"MB more at {max(found):,} rows than at {min(found):,}", growth, GROWTH)


def told(what: str, rows: int, result: Measure) -> Measure:
    print(f"{what:18}{rows:12,} rows {result.cpu:8.1f} s CPU {result.wall:8.1f} s {result.memory:8.0f} MB", flush=True)
    return result


def report(what: str, value: float, goal: float) -> int:
    """Print a figure beside its goal; return 1 where it is missed."""
    print(f"{what}: {value:.2f}, goal <= {goal}: {'met' if value <= goal else 'MISSED'}", flush=True)
    return int(value > goal)


def wide(rows: int) -> Path:
    """Return the file with 20 columns; it is made where it is not there."""
    target = DATA / f"wide-{rows}.parquet"
    if not target.exists():
        number = pl.int_range(pl.len(), dtype=pl.Int64)
        draws = {seed: number.hash(seed) for seed in range(12)}
        share = {seed: (draw % 1_000_003).cast(pl.Float64) / 1_000_003 for seed, draw in draws.items()}
        more = {
            "id": number,
            "code": pl.format("AB-{}", number + 1_000_000),
            "uniform": share[0],
            "skewed": (share[1] + 1e-6).log() * -20,
            "measured": (share[2] * 500).round(1),
            "sparse": pl.when(share[3] < 0.4).then(share[3] * 10),
            "count": (draws[4] % 50).cast(pl.Int32),
            "large": (draws[5] % 5_000_000).cast(pl.Int64),
            "colour": pl.lit(pl.Series(["red", "green", "blue", "Red", "n/a"])).gather((draws[6] % 5).cast(pl.UInt32)),
            "free": pl.format("{} Main Street {}", draws[7] % 900, draws[8] % 100_000),
            "day": pl.date(2015, 1, 1) + pl.duration(days=draws[9] % 3_000),
            "flag": draws[10] % 10 == 0,
        }
        pl.scan_parquet(dataset(rows)).with_columns(**more).sink_parquet(target, row_group_size=250_000)
    return target


if __name__ == "__main__":
    sys.exit(main())
