import json

import numpy as np
import polars as pl
import pytest
from pipelines import cut, made

from wrangle.engine.fitted import FittedPipeline
from wrangle.engine.parted import run_parts
from wrangle.engine.session import Session
from wrangle.errors import StatisticError
from wrangle.reports.learned import learned_tables
from wrangle.sources.input import frame_input

BODY = """
clean:
  - trim: {columns: sky}
expect:
  - between: {column: a, min: 0}
  - new_values: {column: sky}
"""
TRAINED = pl.DataFrame({"sky": [" Clear", "Fog", "Hail", None], "a": [1, 2, -1, 3]})
LATER = pl.DataFrame({"sky": ["Clear ", "Snow", "Hail", None], "a": [1, 2, 3, 4]})


def test_what_was_seen_is_learned_of_rows_as_they_come_to_the_check(monkeypatch):
    with cut(monkeypatch, batch=2):
        fitted = made(BODY).fit(TRAINED)
    assert fitted.learned[2] == {"values": ["Clear", "Fog"]}
    assert learned_tables(fitted.pipeline, fitted.learned)[0]["step"] == "3. new_values"
    result = fitted.run(LATER)
    assert result.quarantine["_why"].to_list() == [
        ["sky 'Snow' is a value that training did not have"],
        ["sky 'Hail' is a value that training did not have"],
    ]
    assert result.checks.select("rows", "violations").rows() == [(4, 0), (3, 2)]


def test_data_that_is_learned_from_has_no_new_values():
    assert made(BODY).run(TRAINED).quarantine["_row"].to_list() == [2]


def test_what_was_learned_is_readable_json(tmp_path):
    made(BODY).fit(TRAINED).save(tmp_path / "saved")
    assert json.loads((tmp_path / "saved/pipeline.json").read_text())["learned"]["2"] == {"values": ["Clear", "Fog"]}
    assert FittedPipeline.load(tmp_path / "saved").run(LATER).quarantine["_row"].to_list() == [1, 2]


def test_a_record_is_told_what_is_new_about_it():
    fitted = made(BODY).fit(TRAINED)
    assert fitted.record({"sky": " Fog", "a": 1}) == {"sky": "Fog", "a": 1}
    found = fitted.outcomes([{"sky": "Snow", "a": 1}]).rejected[0]
    assert (found.by, found.why) == (("new_values sky",), ("sky 'Snow' is a value that training did not have",))


def test_values_of_test_rows_are_new_where_training_rows_have_none():
    session = Session(made(BODY), frame_input(LATER), parts=np.array([0, 0, 2, 2], np.uint8))
    result = run_parts(session, lambda _: None)
    assert result.fitted.learned[2] == {"values": ["Clear", "Snow"]}
    assert result.quarantine["_row"].to_list() == [2]


def test_it_learns_only_where_it_applies():
    body = "expect: [new_values: {column: sky, where: a > 1}]"
    fitted = made(body).fit(pl.DataFrame({"sky": ["x", "y"], "a": [1, 2]}))
    assert fitted.learned == {0: {"values": ["y"]}}
    assert fitted.run(pl.DataFrame({"sky": ["x", "x"], "a": [1, 2]})).quarantine["_row"].to_list() == [1]


def test_checks_of_whole_keys_wait_for_what_is_learned():
    body = "expect: [unique: {column: a, otherwise: quarantine}, new_values: {column: sky}]"
    fitted = made(body).fit(pl.DataFrame({"sky": ["x"], "a": [1]}))
    found = fitted.run(pl.DataFrame({"sky": ["x", "y"], "a": [1, 1]}))
    assert found.quarantine["_rejected_by"].to_list() == [["new_values sky"]]
    assert made(body).run(pl.DataFrame({"sky": ["x", "y"], "a": [1, 1]})).quarantine["_row"].to_list() == [0, 1]


def test_too_many_different_values_are_refused(monkeypatch):
    monkeypatch.setattr("wrangle.checks.new_values.MOST", 2)
    with pytest.raises(StatisticError, match="column 'sky' has 3 distinct values"):
        made("expect: [new_values: {column: sky}]").fit(pl.DataFrame({"sky": ["x", "y", "z"]}))
