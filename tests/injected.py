"""Faults as they happen upstream, injected into raw records of the weather sample; each says what must be named.

`named`: the columns, rules or metrics of which one must be named by an alarm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

Change = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True)
class Injected:
    """One kind of fault."""

    name: str
    change: Change
    named: tuple[str, ...]
    labels: bool = False
    """Whether it is of the truth, not of the records."""
    slice: tuple[str, str] | None = None
    """The slice that must be named as well."""


def _some(share: float, seed: int = 0) -> pl.Expr:
    return (pl.int_range(pl.len()) * 7919 + seed) % 1000 < share * 1000


def _where(share: float, column: str, value: pl.Expr) -> Change:
    return lambda frame: frame.with_columns(pl.when(_some(share)).then(value).otherwise(column).alias(column))


def _scaled(column: str, factor: float, digits: int = 2) -> pl.Expr:
    number = pl.col(column).cast(pl.Float64, strict=False)
    return pl.when(number > -9000).then((number * factor).round(digits).cast(pl.String)).otherwise(column).alias(column)


def _temperature(change: Callable[[pl.Expr], pl.Expr], where: pl.Expr) -> Change:
    number = pl.col("temperature").str.extract(r"^(-?[0-9.]+) F$", 1).cast(pl.Float64)
    text = pl.concat_str([change(number).round(2).cast(pl.String), pl.lit(" F")])
    fits = number.is_not_null() & where
    return lambda frame: frame.with_columns(temperature=pl.when(fits).then(text).otherwise("temperature"))


def _stuck(frame: pl.DataFrame) -> pl.DataFrame:
    """The hygrometers repeat one value from the 900th record on."""
    late = pl.int_range(pl.len()) >= 900
    return frame.with_columns(humidity=pl.when(late).then(pl.lit("58.37")).otherwise("humidity"))


def _doubled(frame: pl.DataFrame) -> pl.DataFrame:
    """A retry sends every tenth record twice."""
    numbered = frame.with_row_index("place")
    return pl.concat([numbered, numbered.filter(_some(0.1))]).sort("place").drop("place").head(frame.height)


STATION = pl.col("station").str.strip_chars().str.to_uppercase()

FAULTS = (
    Injected("unit: humidity as a fraction", lambda f: f.with_columns(_scaled("humidity", 0.01, 4)), ("humidity",)),
    Injected(
        "unit: pressure in inches of mercury", lambda f: f.with_columns(_scaled("pressure", 0.02953)), ("pressure",)
    ),
    Injected(
        "unit: kelvin, unannounced",
        _temperature(lambda t: (t - 32) / 1.8 + 273.15, pl.lit(value=True)),
        ("temperature",),
    ),
    Injected(
        "new spelling of a country, 3 %",
        _where(0.03, "country", pl.lit("Unol Daleithiau")),
        ("country", "canonicalize"),
    ),
    Injected("a column gone null, 15 %", _where(0.15, "humidity", pl.lit(None, pl.String)), ("humidity",)),
    Injected(
        "a shifted station: EWR reads 10 F more",
        _temperature(lambda t: t + 10, STATION == "EWR"),
        ("temperature",),
        slice=("station", "EWR"),
    ),
    Injected("flipped labels", lambda f: f, ("roc_auc", "average_precision"), labels=True),
    Injected(
        "swapped columns: humidity and pressure",
        lambda f: f.rename({"humidity": "pressure", "pressure": "humidity"}),
        ("humidity", "pressure"),
    ),
    Injected("stuck sensor", _stuck, ("humidity",)),
    Injected(
        "decimal comma", lambda f: f.with_columns(pl.col("pressure").str.replace(".", ",", literal=True)), ("pressure",)
    ),
    Injected("new date format, 10 %", _where(0.1, "observed_at", pl.lit("31.01.13 06h00")), ("observed_at",)),
    Injected("truncated text", lambda f: f.with_columns(pl.col("country").str.slice(0, 8)), ("country",)),
    Injected("duplicates: a tenth is sent twice", _doubled, ("duplicate records",)),
    Injected(
        "times of a year before",
        lambda f: f.with_columns(pl.col("observed_at").str.replace("2013", "2012")),
        ("observed_at",),
    ),
    Injected(
        "outliers: 2 % of precipitation x 100",
        lambda f: f.with_columns(
            pl.when(_some(0.02)).then(pl.lit("25.0")).otherwise("precipitation").alias("precipitation")
        ),
        ("precipitation",),
    ),
    Injected("mojibake, 3 %", _where(0.03, "country", pl.lit("Ã‰tats-Unis")), ("country",)),
    Injected("case change", lambda f: f.with_columns(pl.col("country").str.to_uppercase()), ("country",)),
    Injected("other code for missing, 3 %", _where(0.03, "humidity", pl.lit("999")), ("humidity",)),
    Injected("a category dropped: no LGA", lambda f: f.filter(STATION != "LGA"), ("station",)),
    Injected(
        "scaled feature: wind x 1.6",
        lambda f: f.with_columns(
            pl.concat_str(
                [
                    (pl.col("wind_speed").str.extract(r"^([0-9.]+)", 1).cast(pl.Float64) * 1.6)
                    .round(2)
                    .cast(pl.String),
                    pl.lit(" mph"),
                ]
            ).alias("wind_speed")
        ),
        ("wind_speed",),
    ),
    Injected(
        "wrong time zone, as an offset",
        lambda f: f.with_columns(pl.concat_str([pl.col("observed_at"), pl.lit("+05:00")])),
        ("observed_at",),
    ),
    Injected("label shift: ten times as many events", lambda f: f, ("icing_soon", "calibration"), labels=True),
    Injected("a new station, 5 %", _where(0.05, "station", pl.lit("TEB")), ("station", "canonicalize")),
    Injected(
        "a field of the wrong name", lambda f: f.rename({"wind_speed": "windspeed"}), ("wind_speed", "schema", "record")
    ),
)
"""More than twenty kinds."""


def flipped(labels: list[bool], name: str) -> list[bool]:
    """Return the truth as a fault of labels has it."""
    if name == "flipped labels":
        return [not each for each in labels]
    draw = np.random.default_rng(0)
    rate = min(10 * max(np.mean(labels), 0.02), 0.5)
    return [bool(each or draw.random() < rate) for each in labels]
