import json
from pathlib import Path

import polars as pl
import pytest
from served import make_bundle, raw_rows

from wrangle.bundle.golden import GAPS, MOST, REJECTED, choose, difference, plain, replay
from wrangle.bundle.load import load_bundle
from wrangle.bundle.predictor import Predictor
from wrangle.errors import ArtefactError


@pytest.fixture(scope="module")
def predictor(tmp_path_factory):
    return Predictor(load_bundle(make_bundle(tmp_path_factory.mktemp("made") / "ice")))


def test_rejected_records_and_records_with_nulls_are_among_them(predictor):
    golden = choose(predictor, raw_rows(1000, seed=1))
    assert len(golden) == MOST
    assert sum(each["answer"]["status"] == "rejected" for each in golden) == REJECTED
    answered = [each for each in golden if each["answer"]["status"] == "ok"]
    assert sum(None in each["record"].values() for each in answered) >= GAPS


def test_the_same_seed_draws_the_same_records(predictor):
    rows = raw_rows(1000, seed=1)
    assert choose(predictor, rows, 1) == choose(predictor, rows, 1)
    assert choose(predictor, rows, 1) != choose(predictor, rows, 2)


def test_few_rows_are_all_taken(predictor):
    rows = raw_rows(4)
    assert [each["record"] for each in choose(predictor, rows)] == rows.to_dicts()
    assert choose(predictor, rows.clear()) == []


def test_only_rejected_rows_are_golden_too(predictor):
    rows = raw_rows(100).with_columns(station=pl.lit("Oslo"))
    assert {each["answer"]["status"] for each in choose(predictor, rows)} == {"rejected"}


def test_records_are_json_and_answered_the_same_after_it(predictor):
    golden = json.loads(json.dumps(choose(predictor, raw_rows(100)), allow_nan=False))
    replay(predictor, golden, Path("golden.jsonl"))


def test_an_answer_that_differs_is_named_with_its_line(predictor):
    golden = choose(predictor, raw_rows(20))
    golden[6]["answer"]["status"] = "unheard of"
    with pytest.raises(ArtefactError, match=r"golden\.jsonl:7: .*, at status: 'unheard of' then, .* now"):
        replay(predictor, golden, Path("golden.jsonl"))


@pytest.mark.parametrize(
    ("one", "other", "place"),
    [
        ({"a": 1.0}, {"a": 1.0 + 1e-10}, None),
        ({"a": 1.0}, {"a": 1.0 + 1e-8}, "at a"),
        ({"a": 1e12}, {"a": 1e12 + 1}, None),
        ({"a": 1}, {"a": 1.0}, None),
        ({"a": True}, {"a": 1}, "at a"),
        ({"a": None}, {"a": 0.0}, "at a"),
        ({"a": "x"}, {"a": "y"}, "at a"),
        ({"a": {"b": [1, "x"]}}, {"a": {"b": [1, "y"]}}, r"at a.b[1]"),
        ({"a": [1]}, {"a": [1, 2]}, "at a"),
        ({"a": 1}, {"b": 1}, "at the answer"),
    ],
)
def test_labels_must_be_the_same_and_numbers_close(one, other, place):
    found = difference(one, other)
    assert (found is None) == (place is None)
    assert place is None or place in found


def test_raw_values_become_json():
    assert plain({"a": float("inf"), "b": b"x", "c": True, "d": 3}) == {"a": None, "b": "b'x'", "c": True, "d": 3}
