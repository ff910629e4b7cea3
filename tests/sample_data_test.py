"""What the sample data holds is what the flagship rule file finds in it."""

import json
from pathlib import Path

import polars as pl
import pytest

import wrangle

ROOT = Path(__file__).parents[1]
DIRT = json.loads((ROOT / "sample_data/dirt.json").read_text(encoding="utf-8"))
RAW = pl.read_csv(ROOT / "sample_data/weather.csv", infer_schema=False).fill_null("")
MISSING = ["", "NA", "M", "-9999"]


@pytest.fixture(scope="module")
def result():
    return wrangle.load(ROOT / "rules/deicing.yaml").run()


def in_audit(result, step, column, figure):
    return result.audit.filter(pl.col("step") == step, pl.col("column") == column)[figure].sum()


def test_the_counts_of_dirt_are_those_of_the_file():
    found = RAW.select(
        pl.len().alias("rows"),
        (pl.col("country") != "United States").sum().alias("country not written 'United States'"),
        pl.col("humidity").is_in(MISSING).sum().alias("humidity missing"),
        (pl.col("humidity").cast(pl.Float64, strict=False) > 100).sum().alias("humidity above 100 %"),
        pl.col("pressure").is_in(MISSING).sum().alias("pressure missing"),
        pl.col("station").str.contains("[a-z]").sum().alias("station in lower case"),
        pl.col("station").str.contains(" ").sum().alias("station with white space"),
        pl.col("temperature").str.ends_with(" C").sum().alias("temperature in degC"),
        pl.col("wind_speed").str.ends_with(" kt").sum().alias("wind speed in kt"),
        pl.col("wind_speed").is_in(MISSING).sum().alias("wind speed missing"),
    ).row(0, named=True)
    assert found == {kind: DIRT[kind] for kind in found}
    assert RAW.height - RAW.unique().height == DIRT["report sent twice, the same"]


def test_every_spelling_of_the_country_becomes_one(result):
    assert in_audit(result, "canonicalize", "country", "cells_changed") == DIRT["country not written 'United States'"]
    assert result.clean["country"].unique().to_list() == ["United States"]


def test_what_cannot_be_read_is_in_the_quarantine_as_it_was(result):
    why = result.quarantine["_why"].list.join("; ")
    assert in_audit(result, "convert_units", "temperature", "misfits") == DIRT["temperature that cannot be read"]
    for column, kind in (
        ("temperature", "temperature that cannot be read"),
        ("observed_at", "time that cannot be read"),
    ):
        assert why.str.contains(column).sum() == DIRT[kind]
    raw = RAW.with_row_index("_row")[result.quarantine["_row"].to_list()]
    assert result.quarantine["temperature"].to_list() == raw["temperature"].to_list()


def test_no_impossible_humidity_is_among_the_clean_rows(result):
    impossible = result.quarantine["humidity"].cast(pl.Float64, strict=False) > 100
    assert impossible.sum() == DIRT["humidity above 100 %"]
    assert result.clean["humidity"].is_between(0, 100).all()


def test_of_reports_sent_twice_one_stays(result):
    sent_twice = sum(count for kind, count in DIRT.items() if kind.startswith("report sent twice"))
    rejected = RAW[result.quarantine["_row"].to_list()].is_duplicated().sum() // 2
    assert sum(result.summary["rows_dropped"].values()) == sent_twice - rejected
    assert not result.clean.select("station", "observed_at").is_duplicated().any()
    assert result.summary["rows_read"] == DIRT["rows"]
