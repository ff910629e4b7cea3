import importlib.util
import json
from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

SAMPLES = Path(__file__).parents[2] / "sample_data"


def script(name="make_weather"):
    spec = importlib.util.spec_from_file_location(name, SAMPLES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_sample_is_what_its_script_makes(tmp_path):
    script().write(tmp_path)
    for name in ("weather.csv", "dirt.json"):
        assert (tmp_path / name).read_bytes() == (SAMPLES / name).read_bytes(), "run `make sample`"


def test_the_readme_tells_how_much_dirt_there_is():
    text = (SAMPLES / "README.md").read_text(encoding="utf-8")
    for kind, count in json.loads((SAMPLES / "dirt.json").read_text()).items():
        assert f"| {kind} | {count} |" in text


def test_the_flights_are_what_their_script_makes():
    found = pl.read_parquet(sorted((SAMPLES / "flights").glob("*.parquet")))
    assert_frame_equal(found, script("make_flights").make())
    assert found["scheduled"].is_sorted()
    assert found.select("scheduled", "carrier", "flight", "origin").is_unique().all()
