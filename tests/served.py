"""A small bundle, an application that is asked without a network, and a server as a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import polars as pl

from wrangle.bundle.encoding import Encoding, Feature
from wrangle.bundle.model import Model
from wrangle.bundle.write import BundleParts, write_bundle
from wrangle.rulefile.read import read_text

RULES = """
name: ice
columns:
  station: {type: string, nullable: false}
  observed_at: {type: datetime, formats: ["%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]}
  temperature: {type: float, min: -60, max: 60}
  sky: string
clean:
  - trim: {columns: all}
  - null_values: {columns: [temperature, sky], values: ["", M]}
  - canonicalize: {column: station, names: {EWR: [Newark], JFK: [Kennedy]}, otherwise: quarantine}
  - impute: {columns: [temperature], with: median, by: station}
transform:
  - derive: {warmth: temperature / 10}
expect:
  - between: {column: temperature, min: -40, max: 45, otherwise: warn}
"""

RECORD = {"station": " Newark", "observed_at": "01/02/2013 06:00", "temperature": "-3.5", "sky": "snow"}
WRONG = {"station": "Oslo", "observed_at": "01/02/2013 06:00", "temperature": "1", "sky": "clear"}
REMARKABLE = {"station": "JFK", "observed_at": "2013-02-01 06:00", "temperature": "50", "sky": "clear"}


def raw_rows(count: int = 400, seed: int = 0) -> pl.DataFrame:
    draw = np.random.default_rng(seed)
    pick = lambda *values: draw.choice(values, count).tolist()  # noqa: E731
    temperature = [None if each > 25 else f"{each:.1f}" for each in draw.normal(5, 10, count)]
    times = [
        f"2013-02-{day:02} {hour:02}:00"
        for day, hour in zip(draw.integers(1, 28, count), draw.integers(0, 24, count), strict=True)
    ]
    return pl.DataFrame(
        {
            "station": pick("EWR", " jfk", "Kennedy", "Newark ", "Oslo"),
            "observed_at": times,
            "temperature": temperature,
            "sky": pick("clear", "snow", "M"),
        },
        schema=dict.fromkeys(RECORD, pl.String),
    )


def make_bundle(folder: Path, seed: int = 0, threshold: float = 0.5) -> Path:
    from sklearn.ensemble import HistGradientBoostingClassifier

    fitted = read_text(RULES).fit(raw_rows())
    clean = fitted.transform(raw_rows())
    features = (
        Feature("temperature", "number"),
        Feature("warmth", "number"),
        Feature("sky", "category", ("clear", "snow")),
    )
    encoding = Encoding(features)
    target = ((clean["temperature"] < 2) & (clean["sky"].fill_null("") == "snow")).cast(pl.Int64)
    estimator = HistGradientBoostingClassifier(max_iter=20, random_state=seed).fit(
        encoding.matrix(clean), target.to_numpy()
    )
    model = Model("binary", encoding, estimator, "icy", ("no", "yes"), 1, threshold)
    parts = BundleParts(
        fitted,
        model,
        {"ice.yaml": RULES},
        "sklearn.ensemble.HistGradientBoostingClassifier",
        golden=raw_rows(60, seed=3),
    )
    return write_bundle(folder, parts)


@dataclass
class Got:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        return self.json["error"]["code"]


class Caller:
    """Asks an application without a network: one event loop, as many requests at once as wanted."""

    def __init__(self, app) -> None:
        self.app = app
        self.loop = asyncio.new_event_loop()

    def start(self):
        try:
            self.loop.run_until_complete(self.app.start())
        except BaseException:
            self.close()
            raise
        return self

    def close(self):
        self.loop.run_until_complete(self.app.stop())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()

    def __call__(self, method, path, body=b"", headers=None, chunks=None):
        return self.loop.run_until_complete(self.ask(method, path, body, headers, chunks))

    def post(self, body, path="/invocations", **headers):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self("POST", path, body, {"content-type": "application/json", **named})

    async def ask(self, method, path, body=b"", headers=None, chunks=None):
        parts = list(chunks if chunks is not None else [body])
        messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
        if chunks is None:
            messages[-1]["more_body"] = False
        sent = []

        async def receive():
            if not messages:
                return {"type": "http.disconnect"}
            found = messages.pop(0)
            if callable(found["body"]):
                found["body"] = await found["body"]()
            return found

        async def send(message):
            sent.append(message)

        pairs = [(name.encode(), value.encode("latin-1")) for name, value in (headers or {}).items()]
        scope = {"type": "http", "method": method, "path": path, "headers": pairs, "query_string": b""}
        await self.app(scope, receive, send)
        if not sent:
            return None
        told = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
        return Got(sent[0]["status"], told, b"".join(each.get("body", b"") for each in sent[1:]))


@contextmanager
def serving(folder, *options, wait=True):
    """Runs `wrangle serve` as a process of its own; gives the process and its address."""
    command = [sys.executable, "-m", "wrangle.cli", "serve", str(folder), "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        line = process.stderr.readline()
        address = line.rsplit(" ", 1)[-1].strip()
        process.address = address
        end = time.monotonic() + 60
        while wait and time.monotonic() < end and process.poll() is None and fetch(f"{address}/ping")[0] != 200:
            time.sleep(0.05)
        yield process, address
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)


def fetch(url, data=None, **headers):
    """Returns status, headers and body."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=data, headers=named)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()
