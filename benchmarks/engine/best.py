"""The de-icing set cleaned by hand, as fast as polars can: each distinct text is read once, rows hold its number.

    python best.py DATA VOCABULARY OUT

The file is read once, a row group at a time, and kept as codes of its texts and two columns of numbers (some 25
bytes a row). All that depends on one text alone is worked out for the distinct texts and gathered where it is needed.
"""

import math
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

data, vocabulary, out = map(Path, sys.argv[1:])

GROUP = 250_000
FORMATS = ("%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%b %d %Y %I:%M %p")
SKIES = {
    "Clear": ["Clear", "clear", "CLR", "SKC"],
    "Scattered": ["Scattered", "SCT"],
    "Broken": ["Broken", "BKN"],
    "Overcast": ["Overcast", "OVC", "overcst"],
}
TEXTS = ("station", "country", "observed_at", "temperature", "wind_speed", "sky")
KINDS = {name: pl.Categorical(pl.Categories(name, namespace="best")) for name in TEXTS}


def read() -> tuple[list[pl.DataFrame], dict[str, pl.Series]]:
    """Return the row groups as codes and numbers, and the distinct texts of each column, by code."""
    rows = pl.scan_parquet(data).select(pl.len()).collect().item()
    groups = []
    alive = [pl.Series(dtype=kind) for kind in KINDS.values()]  # polars forgets the codes of a kind no series has
    for start in range(0, rows, GROUP):
        frame = pl.scan_parquet(data).slice(start, GROUP).collect()
        codes = [frame[name].cast(KINDS[name]).to_physical().shrink_dtype() for name in TEXTS]
        groups.append(pl.DataFrame([*codes, frame["humidity"], frame["precipitation"]]))
    texts = {name: _texts(groups, name) for name in TEXTS}
    del alive
    return groups, texts


def _texts(groups: list[pl.DataFrame], name: str) -> pl.Series:
    """Return the distinct texts of a column in the order of their codes."""
    codes = pl.int_range(max(each[name].max() for each in groups) + 1, dtype=pl.UInt32, eager=True)
    return codes.cat.to(KINDS[name]).cast(pl.String)


def values(known: dict[str, pl.Series]) -> dict[str, pl.Series]:
    """Return what each distinct text means."""
    names = pl.read_csv(vocabulary)
    spellings = {spelling: level for level, each in SKIES.items() for spelling in each}
    stations = known["station"].str.strip_chars()
    time = (
        known["observed_at"]
        .to_frame("t")
        .select(pl.coalesce(pl.col("t").str.strptime(pl.Datetime("us"), each, strict=False) for each in FORMATS))
    )
    return {
        "station": stations,
        "station_rank": stations.rank("dense").cast(pl.Int64) - 1,
        "country": known["country"].str.strip_chars().replace_strict(names["spelling"], names["name"], default=None),
        "observed_at": time.to_series(),
        "observed_at_rank": time.to_series().rank("dense").cast(pl.Int64) - 1,
        "temperature": _number(known["temperature"], {"F": (5 / 9, -32), "K": (1.0, -273.15)}),
        "wind_speed": _number(known["wind_speed"], {"kt": (1852 / 3600, 0)}),
        "sky": known["sky"].str.strip_chars().replace_strict(spellings, default=None, return_dtype=pl.String),
    }


def _number(text: pl.Series, units: dict[str, tuple[float, float]]) -> pl.Series:
    number = pl.col("x").str.extract(r"^(-?\d+(?:\.\d+)?)").cast(pl.Float64)
    value = number
    for unit, (factor, offset) in units.items():
        value = pl.when(pl.col("x").str.ends_with(unit)).then((number + offset) * factor).otherwise(value)
    return text.to_frame("x").select(value).to_series()


def learn(groups: list[pl.DataFrame], known: dict[str, pl.Series]) -> tuple[pl.Series, pl.Series]:
    """Return which rows stay, and the median humidity of each station code."""
    valid = [(pl.lit(known[n].is_not_null()).gather(pl.col(n))) for n in TEXTS if n not in {"station", "sky"}]
    rank, instant = (pl.lit(known[f"{name}_rank"]).gather(name) for name in ("station", "observed_at"))
    stations = known["station_rank"].max() + 1
    keys = [each.select(key=pl.when(*valid).then(instant * stations + rank)) for each in groups]
    stays = first(pl.concat(keys).to_series(), stations * (known["observed_at_rank"].max() + 1))
    humid = pl.col("humidity").is_not_null() & (pl.col("humidity") != -999)
    seen = pl.concat(
        each.select(rank.cast(pl.UInt16).alias("rank"), "humidity", stays=each_key.to_series().is_not_null())
        .filter(humid, "stays")
        .drop("stays")
        for each, each_key in zip(groups, keys, strict=True)
    )
    medians = seen.group_by("rank").agg(pl.median("humidity"))
    by_code = known["station_rank"].replace_strict(
        medians["rank"].cast(pl.Int64), medians["humidity"].round_sig_figs(12), default=None
    )
    return stays, by_code


def first(key: pl.Series, size: int) -> pl.Series:
    """Return the first row of each key that is not null: by a table of all possible keys, unless that is too large."""
    if size > 4 * len(key):
        return key.is_first_distinct() & key.is_not_null()
    rows = pl.select(row=pl.int_range(len(key), dtype=pl.UInt32).reverse(), key=key.reverse()).drop_nulls("key")
    table = pl.zeros(size, dtype=pl.UInt32, eager=True).scatter(rows["key"], rows["row"])
    return (table.gather(key) == pl.int_range(len(key), dtype=pl.UInt32, eager=True)).fill_null(value=False)


def cyclical(value: pl.Series, period: float) -> list[pl.Series]:
    angle = value * (2 * math.pi / period)
    return [angle.sin(), angle.cos()]


def in_range(value: pl.Expr, *limits: tuple[pl.Expr, float, float]) -> pl.Expr:
    return pl.when(*(x.is_between(low, high) for x, low, high in limits)).then(value)


def clean(known: dict[str, pl.Series], medians: pl.Series) -> list[list[pl.Expr]]:
    """Return the expressions of each stage, over a frame of codes."""
    t, rh, wind, sky = pl.col("temperature"), pl.col("humidity"), pl.col("wind_speed"), pl.col("sky")
    time = known["observed_at"]
    hours, days = cyclical(time.dt.hour(), 24), cyclical(time.dt.ordinal_day() - 1, 365.25)
    parts = zip(("hour_sin", "hour_cos", "day_sin", "day_cos"), hours + days, strict=True)
    magnus = (rh / 100).log() + 17.62 * t / (243.12 + t)
    stull = (
        t * (0.151977 * (rh + 8.313659).sqrt()).arctan()
        + (t + rh).arctan()
        - (rh - 1.676331).arctan()
        + 0.00391838 * rh * rh.sqrt() * (0.023101 * rh).arctan()
        - 4.686035
    )
    missing = rh.is_null() | (rh == -999)
    return [
        [
            *(pl.lit(known[name]).gather(pl.col(name)).alias(name) for name in TEXTS if name != "wind_speed"),
            pl.lit(known["wind_speed"].clip(0, 75)).gather(wind).alias("wind_speed"),
            *(pl.lit(values).gather("observed_at").alias(name) for name, values in parts),
            *(pl.lit((known["sky"] == each).fill_null(value=False)).gather(sky).alias(f"sky_{each}") for each in SKIES),
            pl.when(missing).then(pl.lit(medians).gather("station")).otherwise(rh).clip(1, 100).alias("humidity"),
        ],
        [
            in_range(243.12 * magnus / (17.62 - magnus), (t, -45, 60), (rh, 1e-3, 100)).alias("dew_point"),
            in_range(stull, (t, -20, 50), (rh, 5, 99)).alias("wet_bulb"),
            (100 * (1 - t.abs() / 9).clip(0) * ((rh - 55) / 45).clip(0, 1)).alias("deicing_index"),
            (pl.col("precipitation") + 1).log().alias("log_precipitation"),
        ],
        [
            (t - pl.col("dew_point")).alias("spread"),
            (t - pl.col("wet_bulb")).alias("wet_bulb_depression"),
            (pl.col("deicing_index") * wind).alias("wind_exposure"),
        ],
    ]


def main() -> None:
    groups, texts = read()
    known = values(texts)
    stays, medians = learn(groups, known)
    stages = clean(known, medians)
    columns = ["station", "country", "observed_at", "temperature", "humidity", "wind_speed", "sky", "precipitation",
               "dew_point", "wet_bulb", "deicing_index", "spread", "wet_bulb_depression", "wind_exposure",
               "log_precipitation", "hour_sin", "hour_cos", "day_sin", "day_cos",
               *(f"sky_{level}" for level in SKIES)]  # fmt: skip
    good = pl.lit(known["temperature"].is_between(-60, 60)).gather("temperature")

    def finish(index: int) -> pl.LazyFrame:
        mask = stays.slice(index * GROUP, GROUP)
        frame = groups[index].lazy().filter(mask, good, pl.col("precipitation").is_not_null())
        for stage in stages:
            frame = frame.with_columns(stage)
        return frame.select(columns)

    def batches(*_: object) -> Iterator[pl.DataFrame]:
        for index in range(len(groups)):
            yield finish(index).collect(engine="in-memory")

    out.mkdir(parents=True, exist_ok=True)
    schema = finish(0).collect_schema()
    rows = register_io_source(batches, schema=schema)
    rows.sink_parquet(out / "clean.parquet", compression="zstd", compression_level=1)


main()
