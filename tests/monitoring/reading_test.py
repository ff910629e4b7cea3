import json
from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pytest

from wrangle.errors import CaptureError
from wrangle.monitoring.reading import Reader, is_store, typed


@pytest.fixture(scope="module")
def reader(deicing):
    from wrangle.bundle.load import load_bundle

    return Reader({"a": pl.Float64(), "b": pl.String()}, load_bundle(deicing[0], check_golden=False).model)


def captures(requests, answers=None):
    answers = answers or [{"status": "ok", "prediction": True, "probabilities": {"true": 0.75, "false": 0.25}}]
    return pl.DataFrame(
        {
            "time": [datetime(2026, 5, 1, tzinfo=UTC)] * len(requests),
            "request": [json.dumps(each) for each in requests],
            "answer": [json.dumps(each) for each in (answers * len(requests))[: len(requests)]],
        }
    )


def test_values_are_texts_whatever_they_were_sent_as(reader):
    found = reader.read(captures([{"a": 1.5, "b": "x"}, {"a": "1,5", "b": None}, {"a": True, "c": 1}, {"b": [1]}]))
    assert found.raw["a"].to_list() == ["1.5", "1,5", "true", None]
    assert found.raw["b"].to_list() == ["x", None, None, "[1]"]
    assert found.answers["prediction"].to_list() == ["true"] * 4
    assert found.answers["probability_true"].to_list() == [0.75] * 4


def test_classes_that_are_numbers_with_a_point_are_spelled_as_the_model_does(deicing):
    from wrangle.bundle.load import load_bundle

    model = replace(load_bundle(deicing[0], check_golden=False).model, classes=(0.0, 1.0, 2.5))
    said = (1.0, 0, "2.5", None, 9)
    answers = [{"status": "ok", "prediction": each, "probabilities": {"1.0": 0.75}} for each in said]
    found = Reader({"a": pl.Float64()}, model).read(captures([{"a": 1}] * 5, answers)).answers
    assert found["prediction"].to_list() == ["1.0", "0.0", "2.5", None, None]
    assert found["probability_1.0"].to_list() == [0.75] * 5


def test_masked_columns_and_such_that_nobody_sent_are_known(reader):
    found = reader.read(captures([{"a": "***"}, {"a": "***"}]))
    assert (found.masked, found.without) == ({"a"}, {"b"})
    assert found.raw["a"].to_list() == [None, None]
    assert reader.read(captures([{"a": 1, "b": None}])).without == set()


def test_answers_of_other_shapes_are_read_as_far_as_they_go(reader):
    odd = [{"prediction": {"label": 1}, "probabilities": 3, "status": "ok"}]
    found = reader.read(captures([{"a": 1}], odd)).answers
    assert found["probability_true"].to_list() == [None]


def test_what_is_no_json_is_refused(reader):
    broken = captures([{"a": 1}]).with_columns(request=pl.lit("{"))
    with pytest.raises(CaptureError, match="cannot be read"):
        reader.read(broken)


def test_texts_become_what_the_rules_take():
    schema = {
        "n": pl.Int64(),
        "t": pl.Datetime("us"),
        "z": pl.Datetime("us", "UTC"),
        "d": pl.Date(),
        "o": pl.Time(),
        "b": pl.Boolean(),
        "l": pl.List(pl.Int64()),
    }
    raw = pl.DataFrame(
        {"n": ["2.0"], "t": ["2026-05-01T06:00:00"], "z": ["2026-05-01T06:00:00"], "d": ["2026-05-01"],
         "o": ["06:00:00"], "b": ["TRUE"], "l": ["[1, 2]"]}
    )  # fmt: skip
    found = typed(raw, schema)
    assert found.schema == pl.Schema(schema)
    assert found.null_count().sum_horizontal().item() == 0


def test_an_address_is_told_from_a_file():
    assert is_store("sqlite:///c.sqlite")
    assert is_store("postgresql+psycopg://host/name")
    assert not is_store("capture/2026.jsonl")
