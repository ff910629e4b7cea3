"""Hold `wrangle run` against scripts that do the same work: CPU, wall time, peak memory of whole processes.

    python benchmarks/run.py [--rows 10000000] [--runs 5] [--only wrangle plain best] [--distinct]

The contenders run in turn, round after round, so that a busy machine hits them all; medians of the rounds are printed,
and ratios as the median of the ratios within each round. The outputs are held equal, cell by cell (exit code).
Generated data is kept in benchmarks/.data.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from engine.compare import compare
from engine.generate import write
from process import DATA, METRICS, Measure, measure

ENGINE = Path(__file__).parent / "engine"
SCRIPTS = {"plain": "plain.py", "best": "best.py", "duckdb": "duckdb_script.py", "pandas": "pandas_script.py"}
CONTENDERS = ("wrangle", *SCRIPTS)
GOALS = {("plain", "cpu"): 0.75, ("plain", "memory"): 0.6, ("best", "cpu"): 1.10}
DISTINCT_GOALS = {("plain", "cpu"): 1.10}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=CONTENDERS, default=CONTENDERS)
    parser.add_argument("--distinct", action="store_true", help="no text stands twice in its column")
    options = parser.parse_args()
    options.only = [each for each in CONTENDERS if each in options.only]
    data = dataset(options.rows, distinct=options.distinct)
    print(f"{options.rows:,} rows{', all text distinct' if options.distinct else ''}, {options.runs} rounds")
    rounds = [one_round(options.only, data, number) for number in range(1, options.runs + 1)]
    print_medians(rounds)
    print_ratios(rounds, DISTINCT_GOALS if options.distinct else GOALS)
    return print_equality(options.only)


def dataset(rows: int, *, distinct: bool = False) -> Path:
    """Return the path of the generated set, made where it is missing."""
    path = DATA / f"weather-{rows}{'-distinct' if distinct else ''}.parquet"
    if not path.exists():
        print(f"making {path.name} ...", flush=True)
        unfinished = path.with_suffix(".unfinished")
        write(rows, unfinished, distinct=distinct)
        unfinished.rename(path)
    return path


def command(contender: str, data: Path) -> list[str | Path]:
    """Return the command that cleans the set."""
    out = DATA / "out" / contender
    if contender == "wrangle":
        return [Path(sys.executable).with_name("wrangle"), "run", ENGINE / "deicing.yaml", "--data", data, "--out", out]
    return [sys.executable, ENGINE / SCRIPTS[contender], data, DATA / "countries.csv", out]


def one_round(contenders: Sequence[str], data: Path, number: int) -> dict[str, Measure]:
    """Run every contender once, in an order that turns from round to round."""
    turn = number % len(contenders)
    done = {each: measure(command(each, data)) for each in (*contenders[turn:], *contenders[:turn])}
    print(f"round {number}: " + ", ".join(f"{each} {done[each].cpu:.2f} s" for each in contenders), flush=True)
    return {each: done[each] for each in contenders}


def print_medians(rounds: Sequence[Mapping[str, Measure]]) -> None:
    print(f"\n{'median of the rounds':24}{'CPU s':>10}{'wall s':>10}{'MB':>10}")
    for contender in rounds[0]:
        values = [median(getattr(each[contender], metric) for each in rounds) for metric in METRICS]
        print(f"{contender:24}{values[0]:10.2f}{values[1]:10.2f}{values[2]:10.0f}")


def print_ratios(rounds: Sequence[Mapping[str, Measure]], goals: Mapping[tuple[str, str], float]) -> None:
    """Print the first contender over each other: the median, and the least and greatest of the rounds."""
    first, *others = rounds[0]
    for other in others:
        for metric in METRICS:
            ratios = [getattr(each[first], metric) / getattr(each[other], metric) for each in rounds]
            goal = goals.get((other, metric)) if first == "wrangle" else None
            met = "" if goal is None else f"   goal <= {goal:.2f}: {'met' if median(ratios) <= goal else 'MISSED'}"
            spread = f"{min(ratios):.2f} .. {max(ratios):.2f}"
            print(f"{first} / {other:12}{metric:>8} {median(ratios):6.2f}   ({spread}){met}")


def print_equality(contenders: Sequence[str]) -> int:
    """Print whether all outputs are equal; return the number of those that are not."""
    first, *others = (DATA / "out" / each / "clean.parquet" for each in contenders)
    results = {each: compare(first, each) for each in others}
    print()
    for path, result in results.items():
        print(f"output of {contenders[0]} and {path.parent.name}: {result}")
    return sum(bool(result.differences) for result in results.values())


if __name__ == "__main__":
    sys.exit(main())
