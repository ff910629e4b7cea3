"""Make the dirty de-icing set: weather reports of 200 stations as a careless exchange of files leaves them.

    python benchmarks/engine/generate.py 1000000 weather.parquet [--seed 7] [--distinct]

Eight raw columns, written in row groups of 250,000 with one group in memory at a time. The file is a feed: reports
stand in the order of time, those of one time in any order. Beside the file `countries.csv` is written: the vocabulary
of all 420 country spellings (spelling, name).

| column | what it holds |
|---|---|
| station | 200 codes, one in ten with spaces around |
| country | that of the station, in one of 7 spellings; 0.3 % are no country |
| observed_at | text in three formats (that of a report is chosen at random), every ten minutes |
| temperature | text: `21.5`, `21.5C`, `70.7 F`, `294.6 K`, `21.5 °C`; 0.1 % is no number, 0.02 % is 999.9 |
| humidity | number, 3 % null, 1 % -999, a few above 100 |
| wind_speed | text: `12 kt`, `6.2 m/s`, `6.2` |
| sky | 11 spellings of 4 levels, 4 % are tokens that mean null |
| precipitation | number, 0.1 % null |

1 % of the reports repeat the station and time of an earlier one, anywhere before in the file, with other values.
With `--distinct` no text stands twice in its column: station, country and sky end in spaces and tabs of their own,
times are a minute apart, temperatures and winds have eight more decimals; no report is repeated.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl
from polars.io.plugins import register_io_source

GROUP = 250_000
STATIONS = 200
FORMATS = ("%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%b %d %Y %I:%M %p")
JUNK = ("Atlantis", "???", "unknown land", "XX", "Erewhon", "0", "see remarks", "Freedonia")
UNREADABLE = ("err", "--", "sensor fault")
SKIES = ("Clear", "CLR", "SKC", "clear ", "Scattered", "SCT", "Broken", "BKN", "Overcast", "OVC", "overcst",
         "", "NA", "n/a", "-")  # fmt: skip
SCHEMA = {
    "station": pl.String, "country": pl.String, "observed_at": pl.String, "temperature": pl.String,
    "humidity": pl.Float64, "wind_speed": pl.String, "sky": pl.String, "precipitation": pl.Float64,
}  # fmt: skip
COUNTRIES = {
    "Albania": "AL ALB", "Argentina": "AR ARG", "Armenia": "AM ARM", "Australia": "AU AUS", "Austria": "AT AUT",
    "Belarus": "BY BLR", "Belgium": "BE BEL", "Bolivia": "BO BOL", "Bulgaria": "BG BGR", "Canada": "CA CAN",
    "Chile": "CL CHL", "China": "CN CHN", "Croatia": "HR HRV", "Cyprus": "CY CYP", "Czechia": "CZ CZE",
    "Denmark": "DK DNK", "Estonia": "EE EST", "Finland": "FI FIN", "France": "FR FRA", "Georgia": "GE GEO",
    "Germany": "DE DEU", "Greece": "GR GRC", "Hungary": "HU HUN", "Iceland": "IS ISL", "India": "IN IND",
    "Iran": "IR IRN", "Ireland": "IE IRL", "Italy": "IT ITA", "Japan": "JP JPN", "Kazakhstan": "KZ KAZ",
    "Latvia": "LV LVA", "Liechtenstein": "LI LIE", "Lithuania": "LT LTU", "Luxembourg": "LU LUX", "Malta": "MT MLT",
    "Mexico": "MX MEX", "Moldova": "MD MDA", "Mongolia": "MN MNG", "Montenegro": "ME MNE", "Nepal": "NP NPL",
    "Netherlands": "NL NLD", "New Zealand": "NZ NZL", "North Macedonia": "MK MKD", "Norway": "NO NOR",
    "Pakistan": "PK PAK", "Peru": "PE PER", "Poland": "PL POL", "Portugal": "PT PRT", "Romania": "RO ROU",
    "Russia": "RU RUS", "Serbia": "RS SRB", "Slovakia": "SK SVK", "Slovenia": "SI SVN", "South Korea": "KR KOR",
    "Spain": "ES ESP", "Sweden": "SE SWE", "Switzerland": "CH CHE", "Turkey": "TR TUR", "Ukraine": "UA UKR",
    "Uzbekistan": "UZ UZB",
}  # fmt: skip


def spellings(name: str) -> list[str]:
    """Return the seven spellings of a country that the set uses."""
    return [name, name.upper(), name.lower(), f"Rep. of {name}", *COUNTRIES[name].split(), f"{name}.-"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--distinct", action="store_true", help="no text stands twice in its column")
    options = parser.parse_args()
    write(options.rows, options.path, seed=options.seed, distinct=options.distinct)


def write(rows: int, path: Path, *, seed: int = 7, distinct: bool = False) -> None:
    """Write the set to `path` and its vocabulary of countries beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pairs = [(spelling, name) for name in COUNTRIES for spelling in spellings(name)]
    pl.DataFrame(pairs, schema=["spelling", "name"], orient="row").write_csv(path.parent / "countries.csv")

    def groups(*_: object) -> Iterator[pl.DataFrame]:
        for start in range(0, rows, GROUP):
            yield group(start, min(GROUP, rows - start), seed, distinct)

    register_io_source(groups, schema=SCHEMA).sink_parquet(path, compression="zstd", row_group_size=GROUP)


def group(start: int, rows: int, seed: int, distinct: bool) -> pl.DataFrame:
    """Return the rows from `start` on; they depend on the seed and the place in the file only."""
    random = np.random.default_rng([seed, start])
    number = np.arange(start, start + rows)
    report = np.where(random.random(rows) < 0.01, (random.random(rows) * number).astype(np.int64), number)
    station = _shuffled(report)
    values = _weather(random, rows, station, number if distinct else report // STATIONS * 10)
    frame = values.with_columns(
        station=_stations(random, station), country=_countries(random, station), sky=_skies(random, rows)
    )
    return (frame.with_columns(_unique(number)) if distinct else frame).select(list(SCHEMA))


def _shuffled(report: np.ndarray) -> np.ndarray:
    """Return the station of each report: in every time step all stations, each time in another order."""
    return (report % STATIONS * 77 + report // STATIONS * 37) % STATIONS


def _stations(random: np.random.Generator, station: np.ndarray) -> pl.Series:
    codes = [chr(65 + n % 26) + chr(65 + n // 26) + f"{n * 7919 % 100:02}" for n in range(STATIONS)]
    return pl.Series([*codes, *(f" {code} " for code in codes)]).gather(
        station + STATIONS * (random.random(len(station)) < 0.1)
    )


def _weather(random: np.random.Generator, rows: int, station: np.ndarray, minutes: np.ndarray) -> pl.DataFrame:
    celsius = np.round(random.normal(4 + station % 12, 9), 1)
    humidity = np.round(np.minimum(random.normal(60 + station % 25, 18), 104).clip(2), 1)
    rain = np.round(np.maximum(random.gamma(0.3, 2, rows) - 1, 0), 1)
    time = pl.Series("time", minutes).cast(pl.Duration("us")) * 60_000_000 + datetime(1998, 1, 1)  # noqa: DTZ001
    humidity[random.random(rows) < 0.01] = -999
    dirt = pl.DataFrame({"no_humidity": random.random(rows) < 0.03, "no_rain": random.random(rows) < 0.001})
    frame = pl.DataFrame({"celsius": celsius, "humidity": humidity, "precipitation": rain})
    frame = pl.concat([frame, dirt, time.to_frame()], how="horizontal")
    style = {name: pl.Series(random.integers(0, kinds, rows)) for name, kinds in (("t", 5), ("w", 3), ("f", 3))}
    return frame.with_columns(
        observed_at=_chosen(style["f"], [pl.col("time").dt.strftime(each) for each in FORMATS]),
        temperature=_temperature(random, rows, style["t"]),
        wind_speed=_wind(random, rows, style["w"]),
        humidity=pl.when(~pl.col("no_humidity")).then("humidity"),
        precipitation=pl.when(~pl.col("no_rain")).then("precipitation"),
    )


def _chosen(style: pl.Series, texts: list[pl.Expr]) -> pl.Expr:
    chosen = texts[-1]
    for kind, text in enumerate(texts[:-1]):
        chosen = pl.when(style == kind).then(text).otherwise(chosen)
    return chosen


def _text(value: pl.Expr, end: str) -> pl.Expr:
    return pl.concat_str(value.round(1).cast(pl.String), pl.lit(end))


def _temperature(random: np.random.Generator, rows: int, style: pl.Series) -> pl.Expr:
    celsius, draw = pl.col("celsius"), pl.Series(random.random(rows))
    ends = [_text(celsius, end) for end in ("", "C", " °C")]
    text = _chosen(style, [*ends, _text(celsius * 1.8 + 32, " F"), _text(celsius + 273.15, " K")])
    broken = pl.Series(UNREADABLE).gather(random.integers(0, len(UNREADABLE), rows))
    return pl.when(draw < 0.001).then(broken).when(draw < 0.0012).then(pl.lit("999.9")).otherwise(text)


def _wind(random: np.random.Generator, rows: int, style: pl.Series) -> pl.Expr:
    speed = pl.lit(pl.Series(np.round(random.gamma(2, 3, rows), 1)))
    return _chosen(style, [pl.format("{} kt", (speed / 0.5144).round(0).cast(pl.Int64)), _text(speed, " m/s"),
                           _text(speed, "")])  # fmt: skip


def _countries(random: np.random.Generator, station: np.ndarray) -> pl.Series:
    names = pl.Series([spelling for name in COUNTRIES for spelling in spellings(name)] + list(JUNK))
    index = station % len(COUNTRIES) * 7 + random.integers(0, 7, len(station))
    junk = len(names) - 1 - random.integers(0, len(JUNK), len(station))
    return names.gather(np.where(random.random(len(station)) < 0.003, junk, index))


def _skies(random: np.random.Generator, rows: int) -> pl.Series:
    odds = np.array([96 / 11] * 11 + [1.0] * 4) / 100
    return pl.Series(SKIES).gather(random.choice(len(SKIES), rows, p=odds))


def _unique(number: np.ndarray) -> list[pl.Expr]:
    """Make each text unlike all others of its column, without changing what it means once it is read."""
    blanks = [
        pl.when(pl.Series((number >> bit) & 1) == 1).then(pl.lit("\t")).otherwise(pl.lit(" ")) for bit in range(26)
    ]
    number_text = pl.Series(number + 100_000_000).cast(pl.String).str.tail(8)
    return [
        *(pl.concat_str(pl.col(name), *blanks) for name in ("station", "country", "sky")),
        *(_longer(name, number_text) for name in ("temperature", "wind_speed")),
    ]


def _longer(name: str, digits: pl.Series) -> pl.Expr:
    """Give the number in a text more decimals: the row's number."""
    whole, tenths = pl.col(name).str.extract(r"^(-?\d+)"), pl.col(name).str.extract(r"^-?\d+\.(\d)")
    rest = pl.col(name).str.replace(r"^-?\d+(\.\d)?", "")
    return (
        pl.when(whole.is_not_null())
        .then(pl.format("{}.{}{}{}", whole, tenths.fill_null("0"), digits, rest))
        .otherwise(name)
    )


if __name__ == "__main__":
    main()
