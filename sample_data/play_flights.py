"""Plays the life of a model on real data, step by step, with the commands that one would type: `make cycle`.

    python sample_data/play_flights.py [--folder FOLDER] [--every N]

A model that foresees delays is trained on January and February 2013 and served. The months to come are replayed as
requests to the real server, month by month; then the truth comes, and `wrangle cycle` does what is due. Nothing is
arranged: where the challenger does not win, it is said. `--every 5` takes each fifth flight only.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

ROOT = Path(__file__).parents[1]
RULES = ROOT / "rules" / "flights.yaml"
MONTHS = {3: "March", 4: "April", 5: "May", 6: "June"}
BATCH = 500
"""Records of one request."""
WIDTH = 150
"""Letters of a line that are shown."""


@dataclass
class Traffic:
    """Requests that go on while something else is done, and what became of them."""

    address: str
    record: dict[str, Any]
    models: Counter[str] = field(default_factory=Counter)
    """Model -> requests that it answered."""
    lost: int = 0
    over: bool = False

    def run(self) -> None:
        """Send one request after the other until it is over; no flight is asked about twice."""
        for number in itertools.count(10_000):
            if self.over:
                return
            try:
                _, headers = post(self.address, "/invocations", {**self.record, "flight": number})
                self.models[headers["x-wrangle-model"]] += 1
                time.sleep(0.005)
            except OSError as error:
                print(f"    a request was lost: {error}")
                self.lost += 1

    def __str__(self) -> str:
        answered = ", ".join(f"{count} by {model}" for model, count in self.models.items())
        return f"meanwhile {self.models.total():,} requests, {self.lost} lost: {answered}"


@dataclass
class Story:
    """One telling."""

    folder: Path
    every: int = 1
    """Each so many-th flight is taken."""
    months: Sequence[int] = tuple(MONTHS)
    told: list[dict[str, Any]] = field(default_factory=list)
    """What came of each month."""
    lost: int = 0
    codes: list[int] = field(default_factory=list)
    """Exit codes of `wrangle cycle`."""

    @property
    def live(self) -> Path:
        """The deployment."""
        return self.folder / "live"

    def flights(self, month: int) -> Path:
        """Return the file of a month."""
        path = ROOT / "sample_data" / "flights" / f"2013-{month:02}.parquet"
        if self.every == 1:
            return path
        thin = self.folder / "flights" / path.name
        thin.parent.mkdir(exist_ok=True)
        pl.read_parquet(path).gather_every(self.every).write_parquet(thin)
        return thin

    def play(self) -> None:
        """Tell it from the beginning to the end."""
        self.folder.mkdir(parents=True, exist_ok=True)
        head("Train on January and February, and serve")
        run("train", self.rules(), "--out", self.folder / "first", "--no-track", "--no-curve", lines=5)
        run("promote", self.folder / "first", self.live, lines=1)
        with serving(self.live) as address:
            for month in self.months:
                self.month(month, address)
            self.back(address)
        self.end()

    def rules(self) -> Path:
        """Return the rule file; where not all flights are taken, one with the same rules and smaller numbers."""
        if self.every == 1:
            return RULES
        for month in (1, 2):
            self.flights(month)
        text = RULES.read_text(encoding="utf-8").replace("../sample_data/", "")
        text = re.sub(r"\b(25000|5000)\b", lambda found: str(int(found[1]) // self.every), text)
        path = self.folder / RULES.name
        path.write_text(text, encoding="utf-8")
        return path

    def month(self, month: int, address: str) -> None:
        """Replay a month, add its truth, and do what is due."""
        head(f"{MONTHS[month]}: requests, then the truth, then `wrangle cycle`")
        served = self.champion()
        table = pl.read_parquet(self.flights(month))
        said = replay(address, table.drop("delayed"), f"2013-{month:02}")
        print(f"  {table.height:,} flights were asked about, {len(said):,} answered")
        run("truth", "add", self.flights(month), self.live)
        with self.traffic(address, table):
            self.codes.append(run("cycle", self.live, "--no-track", most=3))
        self.told.append(self.measured(month, table, said, served))

    @contextmanager
    def traffic(self, address: str, table: pl.DataFrame) -> Iterator[Traffic]:
        """Have requests going on meanwhile; they are about flights that nobody flies, and get no truth."""
        found = Traffic(address, plain(table.drop("delayed").head(1))[0])
        thread = threading.Thread(target=found.run)
        thread.start()
        try:
            yield found
            time.sleep(1.5)  # a server looks every half second for what has changed
        finally:
            found.over = True
            thread.join()
            self.lost += found.lost
            print(f"  {found}")

    def champion(self) -> dict[str, Any]:
        """Return the variant that answers now."""
        told = json.loads((self.live / "deployment.json").read_text(encoding="utf-8"))
        found: dict[str, Any] = told["variants"][0]
        return found

    def measured(self, month: int, table: pl.DataFrame, said: list[float], served: dict[str, Any]) -> dict[str, Any]:
        """Return how good the answers of a month were, beside those of the first model."""
        from sklearn.metrics import brier_score_loss, roc_auc_score

        from wrangle.bundle.load import load_bundle
        from wrangle.bundle.predictor import Predictor

        first = Predictor(load_bundle(self.folder / "first")).answer_frame(table)
        truth = table["delayed"].to_numpy()
        old = first["probability_true"].to_numpy()
        return {
            "month": MONTHS[month],
            "by": served["digest"][:12],
            "roc_auc": roc_auc_score(truth, said),
            "first roc_auc": roc_auc_score(truth, old),
            "brier": brier_score_loss(truth, said),
            "first brier": brier_score_loss(truth, old),
        }

    def back(self, address: str) -> None:
        """Roll back with requests under way, and take that back."""
        head("One command rolls back, and one takes that back; no request is lost")
        before = json.loads((self.live / "deployment.json").read_text(encoding="utf-8"))
        if before["revision"] == 1:
            print("  no challenger was promoted: there is nothing to roll back")
            return
        with self.traffic(address, pl.read_parquet(self.flights(self.months[-1]))):
            run("rollback", self.live)
            time.sleep(1.5)
            run("rollback", self.live, "--to", before["revision"])

    def end(self) -> None:
        """Say what came of it."""
        head("What the answers were worth, and what those of the first model would have been")
        print(f"  {'month':8} {'answered by':14} {'roc_auc':>8} {'first':>8} {'brier':>8} {'first':>8}")
        for each in self.told:
            row = (each[name] for name in ("roc_auc", "first roc_auc", "brier", "first brier"))
            print(f"  {each['month']:8} {each['by']:14} " + " ".join(f"{value:8.4f}" for value in row))
        first = self.told[0]["by"]
        for each in self.told:
            if each["by"] != first:
                gains = (each["roc_auc"] - each["first roc_auc"], each["first brier"] - each["brier"])
                said = (f"{'better' if gain > 0 else 'worse'} by {abs(gain):.4f}" for gain in gains)
                print("  {}: the challenger is {} in roc_auc, {} in brier".format(each["month"], *said))
        if all(each["by"] == first for each in self.told):
            print("  no challenger was better than the first model on the newest records: it answered all the time")
        print(f"  requests lost: {self.lost}")


def head(text: str) -> None:
    """Begin a chapter."""
    print(f"\n== {text}", flush=True)


def shortened(lines: list[str], most: int) -> Iterator[str]:
    """Yield lines, of alarms of one kind the first few, and what is told without an alarm not at all."""
    kinds: Counter[str] = Counter()
    for line in lines:
        words = line.split()
        if words[:1] == ["told"]:
            continue
        if words[:1] == ["ALARM"]:
            kinds[words[1]] += 1
            if kinds[words[1]] > most:
                continue
        elif kinds:
            if more := sum(max(0, count - most) for count in kinds.values()):
                yield f"  ... and {more} more"
            kinds.clear()
        yield line


def run(*arguments: object, lines: int | None = None, most: int = 99) -> int:
    """Run a command as a process of its own, show what it says, and return its exit code."""
    words = [str(each) for each in arguments]
    print(f"$ wrangle {' '.join(words)}", flush=True)
    done = subprocess.run([sys.executable, "-m", "wrangle.cli", *words], capture_output=True, text=True, check=False)  # noqa: S603
    for line in list(shortened(done.stdout.splitlines(), most))[:lines]:
        print(f"  {line[:WIDTH]}{'...' if len(line) > WIDTH else ''}")
    if done.returncode:
        print(f"  exit code {done.returncode}")
    if done.returncode > 1:
        raise SystemExit(done.stderr)
    return done.returncode


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a deployment as a process of its own, and yield its address."""
    print(f"$ wrangle serve {folder}")
    command = [sys.executable, "-m", "wrangle.cli", "serve", str(folder), "--port", "0"]
    log = folder.with_suffix(".log")
    with log.open("w") as file:
        process = subprocess.Popen(command, stderr=file)  # noqa: S603
    try:
        address = address_of(log)
        until_ready(address)
        print(f"  {address}")
        yield address
    finally:
        process.terminate()
        process.wait(30)


def address_of(log: Path) -> str:
    """Return the address that a server tells when it begins."""
    for _ in range(600):
        told = log.read_text(encoding="utf-8").splitlines()
        if told and "http://" in told[0]:
            return told[0].rsplit(" ", 1)[-1]
        time.sleep(0.1)
    raise SystemExit(f"the server did not start: {log}")


def until_ready(address: str) -> None:
    """Wait until requests are answered."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/ping", timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def post(address: str, path: str, value: Any, **headers: str) -> tuple[Any, dict[str, str]]:
    """Send JSON, and return what is answered, and its headers in small letters."""
    body = json.dumps(value).encode()
    named = {"content-type": "application/json", **{name.replace("_", "-"): each for name, each in headers.items()}}
    request = urllib.request.Request(f"{address}{path}", body, named)  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return json.loads(answer.read()), {name.lower(): each for name, each in answer.headers.items()}


def plain(table: pl.DataFrame) -> list[dict[str, Any]]:
    """Return rows as JSON values."""
    return table.with_columns(pl.col("scheduled").dt.to_string("iso:strict")).to_dicts()


def replay(address: str, table: pl.DataFrame, name: str) -> list[float]:
    """Ask about flights in the order of their schedule; return how likely each was said to be late."""
    found: list[float] = []
    for number, part in enumerate(table.iter_slices(BATCH)):
        sent = {"instances": plain(part)}
        answers, _ = post(address, "/invocations", sent, x_amzn_sagemaker_inference_id=f"{name}-{number}")
        found += [each["probabilities"]["true"] for each in answers["predictions"]]
    return found


def main() -> None:
    """Tell the story in a new folder, or in one that is named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    began = time.monotonic()
    Story(given.folder or Path(tempfile.mkdtemp(prefix="wrangle-flights-")), given.every).play()
    print(f"\ntold in {time.monotonic() - began:.0f} seconds")


if __name__ == "__main__":
    main()
