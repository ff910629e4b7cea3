"""The de-icing set cleaned by one lazy polars query, as a good user writes it: streaming, expressions only.

python plain.py DATA VOCABULARY OUT
"""

import math
import sys
from pathlib import Path

import polars as pl

data, vocabulary, out = map(Path, sys.argv[1:])
names = pl.read_csv(vocabulary)

FORMATS = ("%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%b %d %Y %I:%M %p")
SKIES = {
    "Clear": ["Clear", "clear", "CLR", "SKC"],
    "Scattered": ["Scattered", "SCT"],
    "Broken": ["Broken", "BKN"],
    "Overcast": ["Overcast", "OVC", "overcst"],
}
NULLS = ["", "NA", "n/a", "-"]

t, rh, wind = pl.col("temperature"), pl.col("humidity"), pl.col("wind_speed")


def number(column: str) -> pl.Expr:
    return pl.col(column).str.extract(r"^(-?\d+(?:\.\d+)?)").cast(pl.Float64)


def unit(column: str) -> pl.Expr:
    return pl.col(column).str.extract(r"(F|K|kt)$")


def cyclical(value: pl.Expr, period: float, name: str) -> list[pl.Expr]:
    angle = value * (2 * math.pi / period)
    return [angle.sin().alias(f"{name}_sin"), angle.cos().alias(f"{name}_cos")]


def in_range(value: pl.Expr, *limits: tuple[pl.Expr, float, float]) -> pl.Expr:
    return pl.when(pl.all_horizontal(x.is_between(low, high) for x, low, high in limits)).then(value)


magnus = (rh / 100).log() + 17.62 * t / (243.12 + t)
stull = (
    t * (0.151977 * (rh + 8.313659).sqrt()).arctan()
    + (t + rh).arctan()
    - (rh - 1.676331).arctan()
    + 0.00391838 * rh * rh.sqrt() * (0.023101 * rh).arctan()
    - 4.686035
)
band = (1 - t.abs() / 9).clip(0)
wet = ((rh - 55) / 45).clip(0, 1)
time, sky = pl.col("observed_at"), pl.col("sky")
spellings = {spelling: level for level, each in SKIES.items() for spelling in each}

clean = (
    pl.scan_parquet(data)
    .with_columns(pl.col("station", "country", "sky").str.strip_chars())
    .with_columns(
        country=pl.col("country").replace_strict(names["spelling"], names["name"], default=None),
        observed_at=pl.coalesce(time.str.strptime(pl.Datetime("us"), each, strict=False) for each in FORMATS),
        temperature=pl.when(unit("temperature") == "F")
        .then((number("temperature") - 32) * 5 / 9)
        .when(unit("temperature") == "K")
        .then(number("temperature") - 273.15)
        .otherwise(number("temperature")),
        wind_speed=number("wind_speed") * pl.when(unit("wind_speed") == "kt").then(1852 / 3600).otherwise(1.0),
        sky=pl.when(~sky.is_in(NULLS)).then(sky).replace_strict(spellings, default=None),
        humidity=pl.when(rh != -999).then(rh),
    )
    .filter(pl.col("country").is_not_null(), time.is_not_null(), t.is_not_null(), wind.is_not_null())
    .with_columns(rh.fill_null(rh.median().over("station")).clip(1, 100), wind.clip(0, 75))
    .unique(["station", "observed_at"], keep="first", maintain_order=True)
    .with_columns(
        *cyclical(time.dt.hour(), 24, "hour"),
        *cyclical(time.dt.ordinal_day() - 1, 365.25, "day"),
        dew_point=in_range(243.12 * magnus / (17.62 - magnus), (t, -45, 60), (rh, 1e-3, 100)),
        wet_bulb=in_range(stull, (t, -20, 50), (rh, 5, 99)),
        deicing_index=100 * band * wet,
        log_precipitation=(pl.col("precipitation") + 1).log(),
        **{f"sky_{level}": (sky == level).fill_null(value=False) for level in SKIES},
    )
    .with_columns(
        spread=t - pl.col("dew_point"),
        wet_bulb_depression=t - pl.col("wet_bulb"),
        wind_exposure=pl.col("deicing_index") * wind,
    )
    .filter(t.is_between(-60, 60), pl.col("precipitation").is_not_null())
    .select("station", "country", "observed_at", "temperature", "humidity", "wind_speed", "sky", "precipitation",
            "dew_point", "wet_bulb", "deicing_index", "spread", "wet_bulb_depression", "wind_exposure",
            "log_precipitation", "hour_sin", "hour_cos", "day_sin", "day_cos",
            *(f"sky_{level}" for level in SKIES))
)  # fmt: skip
out.mkdir(parents=True, exist_ok=True)
clean.sink_parquet(out / "clean.parquet", compression="zstd")
