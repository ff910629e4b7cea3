"""What capture costs: the same server and load with capture off, buffered and durable, in turns.

`python benchmarks/serving/capture.py [BUNDLE] [--seconds 6] [--rounds 3] [--clients 64] [--postgresql]`; without BUNDLE
the de-icing model is trained first. One core for the server, another for the clients. Goal: buffered <= 15 % of the
throughput.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "benchmarks" / "serving"), str(ROOT / "tests")]

from load import bodies, load, records  # noqa: E402

from wrangle.captures.read import read_captures  # noqa: E402
from wrangle.serving.promotion import promote  # noqa: E402

SERVER, CLIENTS = 0, 1
"""The cores of both."""
GOAL = 0.15


def deployed(folder: Path, bundle: Path, capture: dict) -> Path:
    promote(bundle, folder)
    path = folder / "deployment.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"serve": {"capture": capture}}))
    return folder


@contextmanager
def serving(folder: Path):
    command = ["taskset", "-c", str(SERVER), sys.executable, "-m", "wrangle.cli", "serve", str(folder), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        line = process.stderr.readline()
        port = int(line.rsplit(":", 1)[1])
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/ping").close()
                break
            except urllib.error.HTTPError:
                time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def metric(port: int, name: str) -> float:
    text = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics").read().decode()
    return next((float(line.split()[1]) for line in text.splitlines() if line.startswith(f"wrangle_{name} ")), 0.0)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("bundle", nargs="?", type=Path)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    os.chdir(ROOT)
    os.sched_setaffinity(0, {CLIENTS})
    folder = Path(tempfile.mkdtemp(prefix="wrangle-capture-"))
    bundle = given.bundle or folder / "bundle"
    if given.bundle is None:
        subprocess.run(
            [sys.executable, "-m", "wrangle.cli", "train", "rules/deicing.yaml", "--out", bundle], check=True
        )
    with ExitStack() as stack:
        measured(given, folder, bundle, stack)
    shutil.rmtree(folder)


def measured(given, folder: Path, bundle: Path, stack: ExitStack) -> None:
    modes = {"off": {"mode": "off"}, "buffered": {"mode": "buffered"}, "durable": {"mode": "durable"}}
    if given.postgresql:
        from stores import emptied, postgresql

        url = emptied(stack.enter_context(postgresql()))
        modes |= {f"{mode} postgresql": {"mode": mode, "url": url} for mode in ("buffered", "durable")}
    asked = bodies(records(2000))
    ports = {}
    for name, capture in modes.items():
        ports[name] = stack.enter_context(serving(deployed(folder / name.replace(" ", "-"), bundle, capture)))
        load(ports[name][0], asked, clients=given.clients, seconds=2)
    found = {name: [] for name in modes}
    for _ in range(given.rounds):
        for name, (port, pid) in ports.items():
            before = cpu(pid)
            told = load(port, asked, clients=given.clients, seconds=given.seconds)
            assert not told.failed, told.failed
            found[name].append(
                (told.rate, 1e6 * (cpu(pid) - before) / len(told.took), told.quantile(0.5), told.quantile(0.99))
            )
    print(f"{given.clients} clients, one record each, {given.rounds} rounds of {given.seconds:g} s in turns; medians")
    print(f"{'capture':<20} {'records/s':>10} {'CPU us':>8} {'p50 ms':>8} {'p99 ms':>8} {'cost':>7} {'dropped':>8}")
    rates = {name: [each[0] for each in rounds] for name, rounds in found.items()}
    cost = {}
    for name, rounds in found.items():
        rate, used, middle, slow = (statistics.median(column) for column in zip(*rounds, strict=True))
        ratios = [own / off for own, off in zip(rates[name], rates["off"], strict=True)]
        cost[name] = 1 - statistics.median(ratios)
        dropped = metric(ports[name][0], "capture_dropped")
        print(
            f"{name:<20} {rate:>10,.0f} {used:>8,.0f} {middle:>8.1f} {slow:>8.1f} {cost[name]:>7.1%} {dropped:>8,.0f}"
        )
    print(f"goal: buffered <= {GOAL:.0%} of the throughput: {'met' if cost['buffered'] <= GOAL else 'MISSED'}")
    deployment = folder / "durable"
    held = sum(each.height for each in read_captures(f"sqlite:///{deployment}/captures.sqlite"))
    print(f"durable: {metric(ports['durable'][0], 'capture_kept'):,.0f} kept, {held:,} rows in the store")


if __name__ == "__main__":
    main()
