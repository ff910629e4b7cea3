"""What it costs to begin: imports, `wrangle --help`, reading and planning a rule file of 60 steps.

    python benchmarks/startup.py [--runs 9]

CPU seconds of whole processes for the first two, run in turn, medians; inside one process for the last two.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from statistics import median

from process import DATA, measure

STEPS = 60
COLUMNS = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    python, wrangle = Path(sys.executable), Path(sys.executable).with_name("wrangle")
    imports = {name: [python, "-c", f"import {name}"] for name in ("polars", "wrangle")}
    commands = {**imports, "help": [wrangle, "--help"]}
    rounds = [{name: measure(command).cpu for name, command in commands.items()} for _ in range(runs)]
    extra = median(each["wrangle"] - each["polars"] for each in rounds)
    missed = [
        report("import wrangle, beyond import polars", extra, 0.3),
        report("wrangle --help", median(each["help"] for each in rounds), 0.4),
        *(report(*each) for each in reading_and_planning(runs)),
    ]
    print(f"(import polars alone: {median(each['polars'] for each in rounds):.3f} s)")
    return sum(missed)


def report(what: str, seconds: float, goal: float) -> int:
    """Print a figure beside its goal; return 1 where it is missed."""
    print(f"{what:40}{seconds:8.3f} s   goal <= {goal} s: {'met' if seconds <= goal else 'MISSED'}")
    return int(seconds > goal)


def reading_and_planning(runs: int) -> list[tuple[str, float, float]]:
    """Return what is measured, the median, and the goal; libraries are imported before."""
    path = DATA / "sixty.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(rule_file())
    lines = measure_in_process(path, runs)
    return [("reading a rule file of 60 steps", lines[0], 0.150), ("planning it", lines[1], 0.020)]


def rule_file() -> str:
    """Return a rule file of 60 steps over 20 columns of text and numbers."""
    texts, numbers = [f"text_{n}" for n in range(COLUMNS // 2)], [f"number_{n}" for n in range(COLUMNS // 2)]
    contract = [f"  {name}: string" for name in texts] + [f"  {name}: float" for name in numbers]
    kinds = (
        lambda n: f"trim: {{columns: [{texts[n]}]}}",
        lambda n: f'null_values: {{columns: [{texts[n]}], values: ["", NA]}}',
        lambda n: f"canonicalize: {{column: {texts[n]}, names: {{One: [one, uno], Two: [two, due]}}}}",
        lambda n: f"impute: {{column: {numbers[n]}, with: median}}",
        lambda n: f"clip: {{column: {numbers[n]}, min: 0, max: {n + 1}}}",
        lambda n: f"derive: {{sum_{n}: {numbers[n]} * 2 + {numbers[(n + 1) % 10]}}}",
    )
    steps = [f"  - {kinds[n % len(kinds)](n // len(kinds))}" for n in range(STEPS)]
    return "\n".join(["name: sixty", "columns:", *contract, "clean:", *steps, ""])


def measure_in_process(path: Path, runs: int) -> tuple[float, float]:
    """Return median CPU seconds of reading the file, and of planning it; the first run of each warms up."""
    import time

    import polars as pl

    import wrangle
    from wrangle.engine.plan import Request, resolve
    from wrangle.schema import ColumnInfo

    schema = {f"{kind}_{n}": ColumnInfo(dtype) for kind, dtype in (("text", pl.String()), ("number", pl.Float64()))
              for n in range(COLUMNS // 2)}  # fmt: skip
    reading, planning = [], []
    for _ in range(runs + 1):
        start = time.process_time()
        pipeline = wrangle.load(path)
        read = time.process_time()
        resolve(Request(pipeline, schema))
        reading.append(read - start)
        planning.append(time.process_time() - read)
    return median(reading[1:]), median(planning[1:])


if __name__ == "__main__":
    sys.exit(main())
