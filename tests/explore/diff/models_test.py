import polars as pl
import pytest
from models import clean

import wrangle
from wrangle.errors import TrainingError
from wrangle.explore.diff.diff import diff
from wrangle.explore.diff.models import models

DATA = clean(600).drop("value", "kind")


def rules(steps="", features="cold, wet, sky", target="ice"):
    train = f"train: {{target: {target}, features: [{features}], estimator: linear, split: {{test: 0.3}}}}"
    return wrangle.read_text(f"name: p\n{steps}\n{train}\n")


def test_a_better_model_is_told_with_its_interval():
    found = diff(rules(features="noise"), rules(), DATA, with_models=True)
    auc = next(each for each in found.metrics if each.metric == "roc_auc")
    assert auc.new > auc.old
    assert auc.better_by == pytest.approx(auc.new - auc.old)
    assert 0 < auc.low < auc.better_by < auc.high
    assert "better by +" in str(found)


def test_the_same_rules_give_the_same_model():
    assert {each.better_by for each in models(rules(), rules(), DATA)} == {0.0}


def test_the_old_model_reads_raw_rows_by_its_own_rules():
    shifted = rules("clean: [derive: {cold: cold * 0}]")
    auc = next(each for each in models(shifted, rules(), DATA) if each.metric == "roc_auc")
    assert auc.better_by > 0.02


def test_models_of_other_targets_or_of_none_are_refused():
    with pytest.raises(TrainingError, match="there is nothing to compare"):
        models(rules(), rules(target="cold", features="wet"), DATA)
    with pytest.raises(TrainingError, match="no `train:` section"):
        models(wrangle.read_text("name: p"), rules(), pl.DataFrame())
