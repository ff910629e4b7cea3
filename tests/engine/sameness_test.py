"""Pipelines of several steps give the same, to the last bit, for the whole, for parts of any size and for one record.

Pipelines and rows are generated. `tests/steps/parts_test.py` holds the same for each step alone, with hostile values.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from generated import pipelines, rows
from hypothesis import HealthCheck, given, settings
from pipelines import OUTPUT, WEATHER, contents, cut, made, same, told, weather
from polars.testing import assert_frame_equal

from wrangle.errors import RecordRejectedError, RunFailedError, StatisticError


def learned(body, frame):
    try:
        return made(body).fit(frame)
    except StatisticError:  # a column without any value, said to the user
        return None


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(body=pipelines(), train=rows(8, 20), frame=rows(0, 14))
def test_whole_and_parts_are_the_same(body, train, frame):
    model = learned(body, train)
    if model is None:
        return
    with pytest.MonkeyPatch.context() as patch:
        whole = model.run(frame)
        for size, threads in ((1, 1), (3, 4)):
            with cut(patch, batch=size, threads=threads):
                same(model.run(frame), whole, shown=False)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(body=pipelines(), train=rows(8, 20), frame=rows(1, 10))
def test_whole_and_records_are_the_same(body, train, frame):
    meets = [line for line in body.splitlines() if "deduplicate" not in line and "unique" not in line]
    model = learned("\n".join(meets).removesuffix("expect:"), train)
    if model is None:
        return
    found = []
    for record in frame.to_dicts():
        try:
            found.append(model.record(record))
        except RecordRejectedError:
            continue
    whole = model.run(frame).clean
    assert_frame_equal(pl.DataFrame(found, schema=whole.schema), whole, check_exact=True)


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(body=pipelines(), train=rows(8, 20))
def test_what_is_learned_does_not_depend_on_the_batches(body, train):
    whole = learned(body, train)
    with pytest.MonkeyPatch.context() as patch, cut(patch, batch=3, threads=4):
        parts = learned(body, train)
    assert (whole is None) == (parts is None)
    if whole is not None:
        assert whole.learned.keys() == parts.learned.keys()
        assert repr(whole.learned) == repr(parts.learned)


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(body=pipelines(), train=rows(8, 20), frame=rows(0, 10))
def test_rows_are_conserved_and_rejected_ones_are_as_they_were_read(body, train, frame):
    model = learned(body, train)
    if model is None:
        return
    found = model.run(frame)
    summary = found.summary
    assert summary["rows_read"] == frame.height
    assert frame.height == found.clean.height + found.quarantine.height + sum(summary["rows_dropped"].values())
    gone = found.quarantine["_row"]
    assert gone.is_unique().all()
    assert gone.is_sorted()
    assert_frame_equal(found.quarantine.select(frame.columns), frame[gone.to_list()])
    assert all(by and why for by, why in found.quarantine.select("_rejected_by", "_why").iter_rows())


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(body=pipelines(), train=rows(8, 20), frame=rows(1, 10))
def test_a_saved_pipeline_gives_the_same_bits(body, train, frame, tmp_path_factory):
    model = learned(body, train)
    if model is not None:
        loaded = type(model).load(model.save(tmp_path_factory.mktemp("models") / "model"))
        same(loaded.run(frame), model.run(frame))


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(body=pipelines(), train=rows(8, 20), frame=rows(0, 10))
def test_the_clean_rows_are_rows_of_the_input_in_its_order(body, train, frame):
    model = learned(body.replace("columns:\n", "columns:\n  number: {type: integer}\n", 1), numbered(train))
    if model is None:
        return
    found = model.run(numbered(frame))
    numbers = found.clean["number"]
    assert numbers.is_sorted()
    assert numbers.is_unique().all()
    assert not set(numbers) & set(found.quarantine["_row"])


def numbered(frame):
    return frame.with_row_index("number").with_columns(pl.col("number").cast(pl.Int64))


@pytest.mark.parametrize(("batch", "threads"), [(1, 1), (7, 2), (50, 8), (1000, 2)])
def test_many_batches_and_any_number_of_threads_give_what_one_batch_gives(monkeypatch, batch, threads):
    pipeline, frame = made(WEATHER), weather(400)
    whole = pipeline.run(frame)
    with cut(monkeypatch, batch=batch, threads=threads):
        parts = pipeline.run(frame)
    same(parts, whole, shown=False)


def test_the_first_rows_are_shown_whatever_the_batches(monkeypatch):
    pipeline, frame = made("clean: [{clip: {column: a, min: 10}}]"), pl.DataFrame({"a": range(30)})
    whole = pipeline.run(frame)
    with cut(monkeypatch, batch=2, threads=4):
        same(pipeline.run(frame), whole, shown=True)


def test_a_run_that_fails_fails_with_the_same_words_whatever_the_batches(monkeypatch):
    pipeline = made("clean: [{cast: {column: a, to: integer, otherwise: fail}}]")
    frame = pl.DataFrame({"a": ["1", "x", "2", "y", "z", "u", "v", "w"]})
    said = []
    for batch in (100, 2):
        with cut(monkeypatch, batch=batch), pytest.raises(RunFailedError) as caught:
            pipeline.run(frame)
        said.append(str(caught.value))
    assert said[0] == said[1]
    assert "6 rows did not fit" in said[0]
    assert said[0].count("row ") == 5


SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
from pipelines import WEATHER, made, weather
from wrangle.engine import passes
passes.BATCH = 100
made(WEATHER).run(weather(2000), into=sys.argv[2])
"""


@pytest.mark.slow
def test_processes_of_one_and_of_four_threads_write_the_same_files(tmp_path):
    tests = Path(__file__).parents[1]
    for threads in ("1", "4"):
        command = [sys.executable, "-c", SCRIPT, str(tests), str(tmp_path / threads)]
        subprocess.run(command, check=True, env={**os.environ, "POLARS_MAX_THREADS": threads}, cwd=tests.parent)
    one, four = tmp_path / "1", tmp_path / "4"
    assert told(one)["lineage"] == told(four)["lineage"]
    files = ("clean.parquet", "quarantine.parquet", "audit.parquet")
    for name in files:
        assert_frame_equal(pl.read_parquet(one / name), pl.read_parquet(four / name), check_exact=True)
    assert set(OUTPUT) <= contents(one).keys() == contents(four).keys()
