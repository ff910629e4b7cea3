"""Serves the de-icing bundle beside its peers, one core for the server, real HTTP on loopback; ratios of one run.

    python benchmarks/serving/run.py [--bundle FOLDER] [--seconds 5] [--rounds 3] [--only wrangle fastapi]
                                     [--mlserver PYTHON]

MLServer wants another FastAPI than ours: give the Python of an environment that has wrangle, pandas and mlserver.

Peers do the same cleaning by hand in pandas (peers/by_hand.py) and ask the same scikit-learn model.
Goals (issue 4): one client p50 <= 4 ms and at least 1.5x under the best peer; 64 clients >= 3,000 records/s and at
least 8x the best peer; first answer <= 6 s after the start. The machine is shared: medians and ratios count.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from load import bodies, load, records

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
THREADS = {"OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
CORES = sorted(os.sched_getaffinity(0))


@dataclass
class Peer:
    name: str
    command: list[str]
    wrap: bool = False
    """Whether a record is sent within `dataframe_records`."""
    ports: str = ""
    """The variable of the environment that tells the port, where the command does not."""
    found: dict[str, list[float]] = field(default_factory=dict)

    def note(self, name: str, value: float) -> None:
        self.found.setdefault(name, []).append(value)

    def median(self, name: str) -> float:
        return median(self.found[name])


def mlserver(python: Path, folder: Path) -> Peer:
    """Write MLServer's settings, one process and no gRPC, as the others have."""
    (folder / "mlserver").mkdir()
    model = {"name": "deicing", "implementation": "mlserver_model.Work"}
    (folder / "mlserver" / "model-settings.json").write_text(json.dumps(model))
    start = (
        "import sys; sys.path.insert(0, sys.argv[2]); from mlserver.cli import main; "
        "sys.argv[1:] = ['start', sys.argv[1]]; main()"
    )
    return Peer(
        "mlserver",
        [str(python), "-c", start, str(folder / "mlserver"), str(HERE / "peers")],
        ports="MLSERVER_HTTP_PORT",
    )


def peers(bundle: Path, folder: Path, only: list[str], with_mlserver: Path | None = None) -> list[Peer]:
    tools = Path(sys.executable).parent
    wrangle = Peer("wrangle", [str(tools / "wrangle"), "serve", str(bundle), "--port", "{port}"])
    fastapi = Peer(
        "fastapi",
        [
            str(tools / "uvicorn"),
            "--app-dir",
            str(HERE / "peers"),
            "fastapi_app:app",
            "--port",
            "{port}",
            "--no-access-log",
            "--log-level",
            "warning",
        ],
    )
    flow = [
        str(tools / "mlflow"),
        "models",
        "serve",
        "-m",
        str(folder / "mlflow"),
        "-p",
        "{port}",
        "--env-manager",
        "local",
    ]
    chosen = [each for each in (wrangle, fastapi, Peer("mlflow", flow, wrap=True)) if not only or each.name in only]
    if with_mlserver is not None:
        chosen.append(mlserver(with_mlserver, folder))
    if any(each.name == "mlflow" for each in chosen):
        subprocess.run(
            [sys.executable, HERE / "peers/mlflow_model.py", bundle, folder / "mlflow"], check=True, cwd=ROOT
        )
    return chosen


def measure(peer: Peer, bundle: Path, rows: list[dict], seconds: float) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    sent = bodies([{"dataframe_records": [row]} for row in rows] if peer.wrap else rows)
    command = ["taskset", "-c", str(CORES[0]), *(each.format(port=port) for each in peer.command)]
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={
            **os.environ,
            **THREADS,
            "BUNDLE": str(bundle),
            **({peer.ports: str(port)} if peer.ports else {}),
            "MLSERVER_PARALLEL_WORKERS": "0",
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        peer.note("start", _first(port, sent[0], began, process))
        load(port, sent, clients=8, seconds=1)
        for clients in (1, 64):
            before = _cpu(process.pid)
            found = load(port, sent, clients=clients, seconds=seconds)
            peer.note(f"cpu {clients}", (_cpu(process.pid) - before) / len(found.took) * 1e3)
            peer.note(f"p50 {clients}", found.quantile(0.5))
            peer.note(f"p99 {clients}", found.quantile(0.99))
            peer.note(f"rate {clients}", found.rate)
            peer.note("failed", found.failed)
        peer.note("memory", _memory(process.pid))
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _first(port: int, body: bytes, began: float, process: subprocess.Popen) -> float:
    """Seconds from the start to the first answer."""
    while time.perf_counter() - began < 120 and process.poll() is None:
        try:
            if not load(port, [body], clients=1).failed:
                return time.perf_counter() - began
        except OSError:
            pass
        time.sleep(0.02)
    raise SystemExit(f"{process.args} does not answer")


def _group(group: int) -> list[Path]:
    """The processes of a group."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(each.name)) == group:
                found.append(each)
        except ProcessLookupError:
            continue
    return found


def _memory(group: int) -> float:
    """MB that all processes of a group hold."""
    pages = sum(int((each / "statm").read_text().split()[1]) for each in _group(group))
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _cpu(group: int) -> float:
    """CPU seconds that all processes of a group have used: what another process takes from the core does not count."""
    ticks = 0
    for each in _group(group):
        ticks += sum(map(int, (each / "stat").read_text().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--bundle", type=Path, default=ROOT / "models/deicing")
    options.add_argument("--seconds", type=float, default=5)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--only", nargs="*", default=[])
    options.add_argument("--mlserver", type=Path, default=None, help="the Python of an environment with mlserver")
    asked = options.parse_args()
    os.chdir(ROOT)
    os.sched_setaffinity(0, {CORES[-1]})
    folder = Path(tempfile.mkdtemp())
    try:
        found = peers(asked.bundle.absolute(), folder, asked.only, asked.mlserver)
        rows = records(2_000)
        for _ in range(asked.rounds):
            for each in found:
                measure(each, asked.bundle.absolute(), rows, asked.seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report(found)


def report(found: list[Peer]) -> None:
    names = ("start", "memory", "p50 1", "p99 1", "cpu 1", "rate 64", "p50 64", "p99 64", "cpu 64")
    print(
        f"{'':8}" + "".join(f"{name:>9}" for name in names) + "   medians; s, MB, ms; cpu: ms a record; rate: records/s"
    )
    for each in found:
        print(f"{each.name:8}" + "".join(f"{each.median(name):9.2f}" for name in names))
    ours, others = found[0], found[1:]
    if ours.name != "wrangle":
        return
    goals = [
        ("one client, p50 <= 4 ms", ours.median("p50 1") <= 4),
        ("64 clients >= 3,000 records/s", ours.median("rate 64") >= 3_000),
        ("first answer <= 6 s", ours.median("start") <= 6),
        ("nothing failed", not sum(ours.found["failed"])),
    ]
    if others:
        slower = min(each.median("p50 1") for each in others) / ours.median("p50 1")
        faster = ours.median("rate 64") / max(each.median("rate 64") for each in others)
        goals += [
            (f"one client {slower:.1f}x under the best peer (1.5x)", slower >= 1.5),
            (f"64 clients {faster:.1f}x the best peer (8x)", faster >= 8),
        ]
    for what, met in goals:
        print(f"{'met   ' if met else 'MISSED'}  {what}")
    print(json.dumps({each.name: each.found for each in found}))


if __name__ == "__main__":
    main()
