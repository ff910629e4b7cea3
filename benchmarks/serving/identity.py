"""Holds every answer over HTTP against the batch run, bit for bit: one record at a time, and in batches.

python benchmarks/serving/identity.py [--bundle FOLDER] [--records 100000] [--single 100000]
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import msgspec
from load import bodies, load, records

ROOT = Path(__file__).parents[2]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--bundle", type=Path, default=ROOT / "models/deicing")
    options.add_argument("--records", type=int, default=100_000)
    options.add_argument("--single", type=int, default=100_000, help="how many of them are also sent one at a time")
    asked = options.parse_args()
    os.chdir(ROOT)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    rows = varied(records(asked.records))
    batch = answers(asked.bundle, rows)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("wrangle")), "serve", str(asked.bundle), "--port", str(port)]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        ready(port)
        differ = compare("in batches of 1 to 2,000", in_batches(port, rows), batch)
        differ += compare("one at a time, 64 clients", singly(port, rows[: asked.single]), batch[: asked.single])
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
    return 1 if differ else 0


def varied(rows: list[dict]) -> list[dict]:
    """Records whose numbers differ from each other."""
    for number, row in enumerate(rows):
        if row["humidity"] and row["humidity"].replace(".", "").isdecimal():
            row["humidity"] = f"{float(row['humidity']) * (1 - number % 997 / 20_000):.4f}"
    return rows


def answers(bundle: Path, rows: list[dict]) -> list[dict]:
    """What the bundle answers in batch, from a frame, out of a process that serves nothing."""
    import polars as pl

    from wrangle.bundle.load import load_bundle
    from wrangle.bundle.predictor import Predictor

    predictor = Predictor(load_bundle(bundle))
    frame = predictor.answer_frame(pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String)))
    labels = [name for name in frame.columns if name.startswith("probability_")]
    return [told(row, labels) for row in frame.iter_rows(named=True)]


def told(row: dict, labels: list[str]) -> dict:
    found = {"status": row["status"], "prediction": row["prediction"]}
    if row["status"] == "rejected":
        return found | {"rejected_by": row["rejected_by"], "why": row["why"]}
    if labels:
        found["probabilities"] = {name.removeprefix("probability_"): row[name] for name in labels}
    return found | ({"flags": row["flags"]} if row["flags"] else {})


def ready(port: int) -> None:
    while True:
        try:
            if not load(port, [b"{}"], clients=1).failed:
                return
        except OSError:
            pass
        time.sleep(0.1)


def in_batches(port: int, rows: list[dict]) -> list[dict]:
    parts, start, size = [], 0, 1
    while start < len(rows):
        parts.append(rows[start : start + size])
        start, size = start + size, size % 2_000 * 3 // 2 + 1
    sent = [json.dumps({"instances": part}).encode() for part in parts]
    found = load(port, sent, clients=2, keep=True)
    return [answer for number in range(len(sent)) for answer in json.loads(found.answers[number])["predictions"]]


def singly(port: int, rows: list[dict]) -> list[dict]:
    found = load(port, bodies(rows), clients=64, keep=True)
    return [json.loads(found.answers[number]) for number in range(len(rows))]


def compare(what: str, found: list[dict], wanted: list[dict]) -> int:
    """Compare as JSON text: all digits of all numbers."""
    pairs = zip(found, wanted, strict=True)
    differ = sum(msgspec.json.encode(one) != msgspec.json.encode(other) for one, other in pairs)
    rejected = sum(each["status"] == "rejected" for each in wanted)
    print(f"{what}: {len(wanted):,} records, {rejected:,} of them rejected; {differ:,} answers differ from batch")
    return differ


if __name__ == "__main__":
    sys.exit(main())
