import polars as pl
import pytest
from trainings import raw, trained

from wrangle.bundle.load import load_bundle
from wrangle.errors import ArtefactError, TrainingError
from wrangle.training.measured import evaluate_bundle, section_of

SECTION = "target: kind\nfeatures: [cold, wet, sky]\nestimator: linear\nmetrics: [accuracy]\n"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    found = trained(SECTION + "slices: [station]\nsplit: {by: at, test: 0.25}")
    return load_bundle(found.save(tmp_path_factory.mktemp("bundle") / "one"))


def value(evaluation):
    return evaluation.describe()["metrics"]["test"]["accuracy"]["value"]


def test_a_bundle_is_measured_on_data_that_it_did_not_learn_from(bundle):
    new = raw(200, seed=9)
    good, shuffled = (evaluate_bundle(bundle, each) for each in (new, new.with_columns(pl.col("kind").shuffle(1))))
    assert value(good) > 0.75
    assert value(shuffled) < 0.6
    assert good.describe()["slices"]
    assert "time" not in [each["kind"] for each in good.describe()["remarks"]]  # no training rows stand beside these


def test_the_test_rows_of_a_training_are_worth_what_the_training_said(bundle):
    data = raw()
    border = bundle.manifest["split"]["from"]["test"]
    test = data.filter(pl.col("at") >= pl.lit(border).str.to_datetime())
    assert value(evaluate_bundle(bundle, test)) == pytest.approx(bundle.metrics["metrics"]["test"]["accuracy"]["value"])


def test_rows_of_a_class_that_the_model_does_not_know_are_left_out(bundle):
    data = raw(200, seed=9).with_columns(
        kind=pl.when(pl.int_range(200) % 4 == 0).then(pl.lit("hail")).otherwise("kind")
    )
    whole, some = (evaluate_bundle(bundle, each).describe()["rows"]["test"] for each in (raw(200, seed=9), data))
    assert 0 < some < whole


def test_data_without_any_target_are_refused(bundle):
    with pytest.raises(TrainingError, match="value in the target 'kind'"):
        evaluate_bundle(bundle, raw().with_columns(kind=pl.lit(None, pl.String)))


def test_a_bundle_that_does_not_tell_how_it_was_trained_is_refused(bundle):
    assert section_of(bundle).target == "kind"
    bundle.manifest.pop("train")
    with pytest.raises(ArtefactError, match="does not tell how it was trained: train it anew"):
        section_of(bundle)
