"""Ten checks over five million rows: wrangle's one pass held against bare masks, pandera and Great Expectations.

    python benchmarks/checks.py [--rows 5000000] [--runs 3] [--ways wrangle bare pandera great_expectations]

`wrangle` and `bare` read the same Parquet file, count the failures of the same ten checks and write the rows again;
their counts must be equal. pandera and Great Expectations get a frame in memory and write nothing. Goal: CPU of wrangle
over the bare masks <= 1.25; the others are told.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl
from process import DATA, Measure, measure

RULES = """\
name: checks
expect:
  - not_null: {column: station, otherwise: warn}
  - in_set: {column: station, values: [EWR, JFK, LGA, BOS, DCA], otherwise: warn}
  - unique: {column: id, otherwise: warn}
  - between: {column: temperature, min: -40, max: 50, otherwise: warn}
  - between: {column: humidity, min: 0, max: 100, otherwise: warn}
  - between: {column: pressure, min: 870, max: 1085, otherwise: warn}
  - not_null: {column: temperature, otherwise: warn}
  - not_null: {column: humidity, otherwise: warn}
  - matches: {column: code, pattern: "^[A-Z]{2}[0-9]{4}$", otherwise: warn}
  - condition: {condition: "dew_point <= temperature", otherwise: warn}
"""
STATIONS = ["EWR", "JFK", "LGA", "BOS", "DCA"]
OUT = DATA / "out"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--ways", nargs="+", default=list(WAYS), choices=list(WAYS))
    parser.add_argument("--work", choices=list(WAYS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    path = generated(options.rows)
    if options.work:
        print(json.dumps(WAYS[options.work](path)))
        return 0
    taken: dict[str, list[Measure]] = {way: [] for way in options.ways}
    for _ in range(options.runs):
        for way, found in taken.items():
            found.append(measure([sys.executable, __file__, "--rows", str(options.rows), "--work", way]))
    told = {way: counts(options.rows, way) for way in options.ways}
    for way, found in taken.items():
        cpu, wall, memory = (median(getattr(each, name) for each in found) for name in ("cpu", "wall", "memory"))
        same = "" if told[way] == told[options.ways[0]] else f"; counts {told[way]}"
        print(f"{way:20}{cpu:7.2f} s CPU {wall:7.2f} s wall {memory:7.0f} MB{same}", flush=True)
    if not {"wrangle", "bare"} <= set(taken):
        return 0
    assert told["wrangle"] == told["bare"], "the counts differ"
    ratio = median(one.cpu / other.cpu for one, other in zip(taken["wrangle"], taken["bare"], strict=True))
    print(f"CPU over the bare masks {ratio:.2f}   goal <= 1.25: {'met' if ratio <= 1.25 else 'MISSED'}")
    return int(ratio > 1.25)


def counts(rows: int, way: str) -> list[int]:
    """Return how many rows each check finds fault with."""
    command = [sys.executable, __file__, "--rows", str(rows), "--work", way]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: list[int] = json.loads(printed.splitlines()[-1])
    return found


def generated(rows: int) -> Path:
    path = DATA / f"checks-{rows}.parquet"
    if not path.exists():
        DATA.mkdir(exist_ok=True)
        draw = np.random.default_rng(0)
        temperature, humidity = draw.normal(12, 14, rows), draw.normal(60, 15, rows)
        identity = np.arange(rows)
        identity[:: rows // 50] = 0
        frame = pl.DataFrame(
            {
                "id": identity,
                "station": draw.choice([*STATIONS, "XXX"], rows, p=[0.2, 0.2, 0.2, 0.2, 0.1999, 0.0001]),
                "temperature": temperature,
                "humidity": humidity,
                "pressure": draw.normal(1013, 12, rows),
                "dew_point": temperature - draw.exponential(5, rows) + 0.001,
                "code": pl.Series(draw.integers(1000, 9999, rows)).cast(pl.String),
            }
        ).with_columns(
            pl.when(pl.int_range(pl.len()) % 97 != 5).then("temperature"),
            pl.when(pl.int_range(pl.len()) % 89 != 5).then("humidity"),
            pl.when(pl.int_range(pl.len()) % 1009 != 5).then("station"),
            code=pl.when(pl.int_range(pl.len()) % 997 == 3).then(pl.lit("?")).otherwise("NY" + pl.col("code")),
        )
        frame.write_parquet(path)
    return path


def wrangle(path: Path) -> list[int]:
    from wrangle import read_text

    result = read_text(RULES).run(path, into=OUT / "checks")
    return [int(each) for each in result.checks["violations"]]


def bare(path: Path) -> list[int]:
    rows = pl.scan_parquet(path)
    temperature, humidity = pl.col("temperature"), pl.col("humidity")
    masks = [
        pl.col("station").is_null(),
        ~pl.col("station").is_in(STATIONS),
        pl.col("id").is_duplicated(),
        ~temperature.is_between(-40, 50),
        ~humidity.is_between(0, 100),
        ~pl.col("pressure").is_between(870, 1085),
        temperature.is_null(),
        humidity.is_null(),
        ~pl.col("code").str.contains("^[A-Z]{2}[0-9]{4}$"),
        ~(pl.col("dew_point") <= temperature),
    ]
    sums = rows.select(mask.sum().alias(str(number)) for number, mask in enumerate(masks))
    copy = rows.sink_parquet(OUT / "bare.parquet", compression="lz4", lazy=True)
    found, _ = pl.collect_all([sums, copy], engine="streaming")
    return list(found.row(0))


def pandera(path: Path) -> list[int]:
    import pandera.polars as pa

    schema = pa.DataFrameSchema(
        {
            "id": pa.Column(int, unique=True),
            "station": pa.Column(str, pa.Check.isin(STATIONS)),
            "temperature": pa.Column(float, pa.Check.in_range(-40, 50)),
            "humidity": pa.Column(float, pa.Check.in_range(0, 100)),
            "pressure": pa.Column(float, pa.Check.in_range(870, 1085)),
            "code": pa.Column(str, pa.Check.str_matches("^[A-Z]{2}[0-9]{4}$")),
        }
    )
    try:
        schema.validate(pl.read_parquet(path), lazy=True)
    except pa.errors.SchemaErrors:
        return []
    return [0]


def great_expectations(path: Path) -> list[int]:
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    source = context.data_sources.add_pandas("memory").add_dataframe_asset("rows")
    batch = source.add_batch_definition_whole_dataframe("all")
    expect = gx.expectations
    suite = gx.ExpectationSuite(
        "checks",
        expectations=[
            expect.ExpectColumnValuesToNotBeNull(column="station"),
            expect.ExpectColumnValuesToBeInSet(column="station", value_set=STATIONS),
            expect.ExpectColumnValuesToBeUnique(column="id"),
            expect.ExpectColumnValuesToBeBetween(column="temperature", min_value=-40, max_value=50),
            expect.ExpectColumnValuesToBeBetween(column="humidity", min_value=0, max_value=100),
            expect.ExpectColumnValuesToBeBetween(column="pressure", min_value=870, max_value=1085),
            expect.ExpectColumnValuesToNotBeNull(column="temperature"),
            expect.ExpectColumnValuesToNotBeNull(column="humidity"),
            expect.ExpectColumnValuesToMatchRegex(column="code", regex="^[A-Z]{2}[0-9]{4}$"),
            expect.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="temperature", column_B="dew_point", or_equal=True, ignore_row_if="either_value_is_missing"
            ),
        ],
    )
    frame = pl.read_parquet(path).to_pandas()
    found = batch.get_batch(batch_parameters={"dataframe": frame}).validate(suite)
    return sorted(int(each.result["unexpected_count"]) for each in found.results)


WAYS = {"wrangle": wrangle, "bare": bare, "pandera": pandera, "great_expectations": great_expectations}

if __name__ == "__main__":
    raise SystemExit(main())
