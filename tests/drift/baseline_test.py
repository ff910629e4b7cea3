import json

import polars as pl
import pytest
from trainings import raw, trained

from wrangle.bundle.load import load_bundle
from wrangle.drift.baseline import Baseline, read_baseline
from wrangle.errors import ArtefactError

SECTION = "target: ice\nfeatures: [cold, wet, sky]\nmetrics: [accuracy]\nestimator: linear\nslices: [sky]\n"


@pytest.fixture(scope="module")
def found():
    return trained(SECTION, raw(600))


def test_all_raw_columns_features_answers_and_rules_are_in_it(found):
    told = found.baseline
    assert set(told["raw"]) == set(raw(10).columns)
    assert set(told["clean"]) == {"cold", "wet", "sky", "at"}
    assert set(told["prediction"]) == {"prediction", "probability_true"}
    assert told["rules"]["parse_number"]["columns"]["cold"]["rejected"] == told["quarantined"]["parse_number"] > 0
    assert told["target"]["values"].keys() == {"true", "false"}
    assert set(told["slices"]["sky"]) == {"clear", "rain", "snow"}
    assert set(told["slices"]["sky"]["rain"]) == {"cold", "wet"}


def test_slices_are_counted_by_the_bins_of_all_rows(found):
    told = found.baseline
    rows = [each["wet"] for each in told["slices"]["sky"].values()]
    sums = [sum(column) for column in zip(*(each[2:] for each in rows), strict=True)]
    assert sums == told["clean"]["wet"]["counts"]


def test_it_is_the_same_after_it_was_read_and_a_bundle_without_one_says_what_to_do(found, tmp_path):
    bundle = load_bundle(found.save(tmp_path / "bundle"))
    assert read_baseline(bundle).describe() == json.loads(json.dumps(found.baseline))
    path = bundle.folder / "baseline.json"
    path.write_text('{"format": "wrangle baseline", "version": 9}')
    with pytest.raises(ArtefactError, match="train it anew"):
        read_baseline(bundle)
    path.write_text('{"format": "wrangle baseline", "version": 1}')
    with pytest.raises(ArtefactError, match="cannot be read"):
        read_baseline(bundle)
    path.unlink()
    with pytest.raises(ArtefactError, match="has no baseline"):
        read_baseline(bundle)


def test_nothing_of_masked_columns_is_in_it():
    steps = "serve: {capture: {mask: [sky]}}\n"
    told = trained("target: ice\nfeatures: [wet, sky]\nestimator: linear", raw(), steps=steps).baseline
    assert "sky" not in told["raw"]
    assert "sky" not in told["clean"]


def test_a_regression_has_numbers_for_answers_and_truth():
    told = trained("target: value\nfeatures: [wet, noise]\nestimator: linear", raw(), steps="").baseline
    assert told["prediction"]["prediction"]["kind"] == told["target"]["kind"] == "number"
    assert Baseline.of_json(told).target.rows == pl.Series(raw()["value"]).len()
