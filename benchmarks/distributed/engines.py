"""Hold a run on a cluster of this machine against a run without one: the same rule file, rows and processors.

    python benchmarks/distributed/engines.py [--rows 10000000] [--runs 3] [--only local dask ray] [--large 50000000]

The rows lie in 20 Parquet files. Local: polars with two threads. Dask and Ray: two workers of one thread. Each runs
in a process of its own; CPU is that of the process and of all that it started, from the moment the cluster is there;
the start is told apart. The outputs are held equal (exit code). `--large` runs that many rows as well, for the memory
of the workers, which parts and not data must bound. In the end: what a part costs the machine that starts the run, and
what that would come to on 100 machines.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from statistics import median

import polars as pl

sys.path.append(str(Path(__file__).parents[1]))
from process import DATA
from run import ENGINE, dataset

from wrangle.cluster.executor import ClusterReading, cluster
from wrangle.cluster.passing import Done

FILES, WORKERS, FINE = 20, 2, 80
GOALS = {"dask": 1.6, "ray": 2.0}
ENGINES = ("local", "dask", "ray")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--large", type=int, default=0)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)  # a process of our own: engine, data
    options = parser.parse_args()
    if options.one:
        print(json.dumps(one(*options.one)))
        return 0
    data = cut(options.rows)
    print(f"{options.rows:,} rows in {FILES} files, {options.runs} rounds, {WORKERS} processors each")
    rounds = [one_round(options.only, data, number) for number in range(options.runs)]
    for name in options.only:
        told(name, rounds)
    for name in options.only:
        if name in GOALS and "local" in options.only:
            ratios(name, rounds)
    bad = sum(compared(name) for name in options.only if name != "local" and "local" in options.only)
    for name in options.only if options.large else ():
        grown(name, rounds[0][name], options)
    for name in options.only:
        if name != "local":
            on_paper(name, rounds[0][name], options)
    return bad


def cut(rows: int) -> Path:
    """Return a folder of the generated set in several files, made where it is missing."""
    folder = DATA / f"weather-{rows}-in-{FILES}"
    if not folder.exists():
        unfinished = folder.with_suffix(".unfinished")
        unfinished.mkdir(exist_ok=True)
        whole = pl.scan_parquet(dataset(rows))
        each = -(-rows // FILES)
        for number in range(FILES):
            whole.slice(number * each, each).sink_parquet(unfinished / f"{number:02}.parquet")
        unfinished.rename(folder)
    return folder


def one_round(names: list[str], data: Path, number: int) -> dict[str, dict[str, float]]:
    """Run on every engine once, in an order that turns from round to round."""
    turn = number % len(names)
    done = {name: apart(name, data) for name in (*names[turn:], *names[:turn])}
    print(f"round {number + 1}: " + ", ".join(f"{name} {done[name]['cpu']:.1f} s" for name in names), flush=True)
    return done


def apart(name: str, data: Path, part_rows: int = 0) -> dict[str, float]:
    """Run on an engine in a process of its own, and return what it measured."""
    env = os.environ | {"POLARS_MAX_THREADS": str(WORKERS)}
    command = [sys.executable, __file__, "--one", name, str(data), str(part_rows)]
    done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def one(name: str, data: str, part_rows: str) -> dict[str, float]:
    """Run on an engine, and measure this process and all that it starts."""
    from wrangle.engine.data import open_data
    from wrangle.engine.executor import Local
    from wrangle.engine.run import run
    from wrangle.engine.session import Session
    from wrangle.rulefile.read import load
    from wrangle.sections.engine import Engine

    ClusterReading._take = watched(ClusterReading._take)  # noqa: SLF001  # what comes back is nowhere else seen
    pipeline = load(ENGINE / "deicing.yaml", {})
    out = DATA / "out" / f"distributed-{name}"
    settings = Engine(use=name, workers=WORKERS, part_rows=int(part_rows) or None)
    begun = time.perf_counter()
    with nullcontext(Local()) if name == "local" else cluster(settings, out) as executor:
        if name != "local":
            tasks = executor.tasks
            list(map(tasks.result, [tasks.submit(_warm, number) for number in range(4 * WORKERS)]))
        started = time.perf_counter()
        before, own = _cpu(), time.process_time()
        with open_data(pipeline, data) as input_:
            run(Session(pipeline, input_, executor=executor), out)
        wall, cpu, own = time.perf_counter() - started, _cpu() - before, time.process_time() - own
        found = {"start": started - begun, "wall": wall, "cpu": cpu, "own": own, "memory": _peak(os.getpid())}
        if name != "local":
            found |= {"worker": max(map(_peak, _workers())), **_costs(executor)}
    return found


def _warm(number: int) -> int:
    import time

    import wrangle.cluster.passing

    time.sleep(0.3)  # so that each worker gets one
    return number + len(wrangle.cluster.passing.__name__)


def _nothing(number: int) -> int:
    return number


def _costs(executor: object) -> dict[str, float]:
    """Return what a task costs, and what parts send back."""
    tasks = executor.tasks
    started = time.perf_counter()
    list(map(tasks.result, [tasks.submit(_nothing, number) for number in range(500)]))
    each = (time.perf_counter() - started) / 500
    ((_, layout),) = executor.layouts.values()
    sent = [len(pickle.dumps(part)) for part in layout.parts]
    return {"parts": len(layout.parts), "task": each, "sent": median(sent), "back": max(SENT), "stays": max(STAYS)}


SENT: list[int] = []
"""Bytes that each part sent back, in every pass."""
STAYS: list[int] = []
"""Bytes of it that are not merged into what all parts gave."""


def watched(take: Callable[[ClusterReading, Done], None]) -> Callable[[ClusterReading, Done], None]:
    """Return what takes in a part, which notes how large it is as well."""

    def taking(reading: ClusterReading, done: Done) -> None:
        SENT.append(len(pickle.dumps(done)))
        STAYS.append(len(pickle.dumps(replace(done, tally=None))))
        take(reading, done)

    return taking


def _processes() -> list[object]:
    import psutil

    this = psutil.Process()
    return [this, *this.children(recursive=True)]


def _cpu() -> float:
    total = 0.0
    for process in _processes():
        times = process.cpu_times()
        total += times.user + times.system
    return total


def _workers() -> list[int]:
    """Return the processes that run tasks."""
    words = {each.pid: " ".join(each.cmdline()) for each in _processes()[1:]}
    return [pid for pid, said in words.items() if any(name in said for name in ("dask_worker", "spawn_main", "ray::"))]


def _peak(pid: int) -> float:
    """Return the most memory that a process has held, MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def told(name: str, rounds: list[dict[str, dict[str, float]]]) -> None:
    values = {key: median(each[name][key] for each in rounds) for key in rounds[0][name]}
    more = (
        f", largest worker {values['worker']:.0f} MB, start apart {values['start']:.1f} s" if "worker" in values else ""
    )
    print(f"{name:6} CPU {values['cpu']:6.2f} s, wall {values['wall']:6.2f} s, {values['memory']:.0f} MB here{more}")


def ratios(name: str, rounds: list[dict[str, dict[str, float]]]) -> None:
    """Print CPU and wall time over those of the local run: the median, the least and the greatest of the rounds."""
    for metric in ("cpu", "wall"):
        found = [each[name][metric] / each["local"][metric] for each in rounds]
        met = f"   goal <= {GOALS[name]}: {'met' if median(found) <= GOALS[name] else 'MISSED'}"
        print(f"{name} / local {metric:5}{median(found):6.2f}   ({min(found):.2f} .. {max(found):.2f}){met}")


def compared(name: str) -> int:
    """Print whether the output of an engine is that of this machine."""
    here, there = (DATA / "out" / f"distributed-{each}" for each in ("local", name))
    same = {
        "clean": _digest(here / "clean.parquet") == _digest(there / "clean.parquet"),
        "quarantine": pl.read_parquet(here / "quarantine.parquet").equals(
            pl.read_parquet(there / "quarantine.parquet")
        ),
        "audit": _counts(here).equals(_counts(there)),
        "checks": _checks(here) == _checks(there),
    }
    print(
        f"output of {name}: " + ", ".join(f"{what} {'equal' if fine else 'DIFFERENT'}" for what, fine in same.items())
    )
    return int(not all(same.values()))


def _digest(path: Path) -> tuple[int, int]:
    rows = pl.scan_parquet(path).with_row_index("__row")
    names = rows.collect_schema().names()
    found = rows.select(pl.len(), pl.struct(names).hash().sum().alias("hash")).collect(engine="streaming").row(0)
    return int(found[0]), int(found[1])


def _counts(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / "audit.parquet").drop("examples")


def _checks(folder: Path) -> list[tuple[object, ...]]:
    found = json.loads((folder / "run.json").read_text())["checks"]
    return [(each["name"], each["success"], each["rows"], each["violations"]) for each in found]


def grown(name: str, small: dict[str, float], options: argparse.Namespace) -> None:
    """Run many more rows in parts of the same size, and print what that does to the memory of the largest worker."""
    large = apart(name, cut(options.large), options.rows // (4 * WORKERS))
    key = "memory" if name == "local" else "worker"
    print(
        f"{name}: {options.large:,} rows take {large['cpu']:.1f} s of CPU; {small[key]:.0f} -> {large[key]:.0f} MB,"
        f" {large[key] / small[key]:.2f} times, for {options.large / options.rows:.0f} times the rows"
    )


def on_paper(name: str, found: dict[str, float], options: argparse.Namespace) -> None:
    """Print what parts cost the machine that starts the run, and what that comes to on 100 machines of 8 processors.

    The cost of a part is the difference between runs of the same rows in few parts and in many.
    """
    fine = apart(name, cut(options.rows), options.rows // FINE)
    more = fine["parts"] - found["parts"]
    own, whole = ((fine[key] - found[key]) / more for key in ("own", "cpu"))
    sent = found["sent"] + found["back"]
    print(
        f"{name}: {fine['parts']:.0f} parts, not {found['parts']:.0f}, take {fine['cpu']:.1f} s of CPU, not "
        f"{found['cpu']:.1f}: {whole * 1e3:.0f} ms a part, {own * 1e3:.1f} ms of it where the run was started; "
        f"{found['sent'] / 1024:.1f} KB go there, {found['back'] / 1024:.1f} KB come back, "
        f"{found['stays'] / 1024:.1f} KB of which stay"
    )
    slots, rounds = 800, 4
    each = found["cpu"] / options.rows
    rows, parts = options.rows // 8 * slots * rounds, slots * rounds
    print(
        f"  on paper, 100 machines of 8 processors, {rows / 1e9:.1f} billion rows in {parts:,} parts: "
        f"{each * rows / slots:.0f} s for the processors, {found['own'] + own * parts:.0f} s and "
        f"{sent * parts / 2**20:.0f} MB for the machine that starts it"
    )


if __name__ == "__main__":
    sys.exit(main())
