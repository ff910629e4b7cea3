"""Rows that a target encoder learned from are encoded by the others alone: noise stays noise."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from pipelines import made
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import TargetEncoder
from trainings import working

from wrangle.engine.parted import run_parts
from wrangle.engine.session import Session
from wrangle.expressions.mixing import fold_of
from wrangle.sklearn import RuleTransformer
from wrangle.sources.input import frame_input

RULES = "clean: [target_encode: {{column: a, target: y, smoothing: {0}, into: code}}]"


def noise(rows, levels=4000, seed=3):
    """Return a column of many values that tell nothing, and one that tells the target somewhat."""
    draw = np.random.default_rng(seed)
    target = draw.random(rows) < 0.4
    return pl.DataFrame(
        {
            "a": [f"v{each}" for each in draw.integers(0, levels, rows)],
            "b": target + draw.normal(size=rows),
            "y": target,
        }
    )


def in_parts(frame, codes, smoothing=5):
    """Return the clean rows of a run that learns from the rows of code 0."""
    batches = []
    run_parts(Session(made(RULES.format(smoothing)), frame_input(frame), parts=codes), batches.append)
    return pl.concat(batches)


def test_noise_of_many_values_stays_noise_in_training_and_beyond():
    rows = 40_000
    codes = np.where(np.arange(rows) < rows // 2, 0, 2).astype(np.uint8)
    clean = in_parts(noise(rows), codes)
    learn, test = clean[: rows // 2], clean[rows // 2 :]
    # a row's own target is not in its code: neither for it nor, as leaving one out alone would, against it
    assert roc_auc_score(learn["y"], learn["code"]) == pytest.approx(0.5, abs=0.02)
    for names in (["code"], ["code", "b"]):
        model = HistGradientBoostingClassifier(random_state=0).fit(learn[names].to_numpy(), learn["y"])
        area = roc_auc_score(test["y"], model.predict_proba(test[names].to_numpy())[:, 1])
        if names == ["code"]:
            assert area == pytest.approx(0.5, abs=0.02)
    alone = HistGradientBoostingClassifier(random_state=0).fit(learn[["b"]].to_numpy(), learn["y"])
    assert area > roc_auc_score(test["y"], alone.predict_proba(test[["b"]].to_numpy())[:, 1]) - 0.01


def test_encoded_by_their_own_target_such_rows_would_tell_it():
    frame = noise(20_000)
    naive = made(RULES.format(5)).fit(frame).transform(frame)
    assert roc_auc_score(naive["y"], naive["code"]) > 0.7


@pytest.mark.parametrize("smoothing", [0, 5, 50])
def test_codes_are_means_drawn_toward_the_mean_of_all(smoothing):
    frame = noise(3000, levels=30)
    pipeline = made(RULES.format(smoothing))
    theirs = TargetEncoder(smooth=smoothing, target_type="binary", cv=2).fit(frame[["a"]].to_numpy(), frame["y"])
    whole = pipeline.fit(frame).transform(frame)["code"]
    np.testing.assert_allclose(whole, theirs.transform(frame[["a"]].to_numpy())[:, 0], rtol=1e-9)
    fold = frame.select(fold_of(pl.int_range(pl.len(), dtype=pl.UInt32), 5)).to_series()
    found = pipeline.run(frame).clean["code"]
    for number in range(5):
        mine = pipeline.fit(frame.filter(fold != number)).transform(frame.filter(fold == number))["code"]
        np.testing.assert_allclose(found.filter(fold == number), mine, rtol=1e-9)


def test_a_row_outside_of_training_gets_the_means_of_all_training_rows():
    frame = noise(2000, levels=20)
    codes = np.where(np.arange(2000) < 1500, 0, 1).astype(np.uint8)
    fitted = made(RULES.format(5)).fit(frame[:1500])
    assert in_parts(frame, codes)[1500:]["code"].to_list() == fitted.transform(frame[1500:])["code"].to_list()


def test_serving_needs_no_target(tmp_path):
    frame = noise(200, levels=3)
    model = made("columns: {a: string, y: boolean}\n" + RULES.format(1)).fit(frame.select("a", "y"))
    loaded = type(model).load(model.save(tmp_path / "model"))
    assert (
        loaded.record({"a": "v1"})["code"] == model.transform(pl.DataFrame({"a": ["v1"], "y": [None]}))["code"].item()
    )


def test_a_transformer_of_scikit_learn_encodes_what_it_is_fitted_to_out_of_fold():
    frame = noise(4000, levels=1000)
    transformer = RuleTransformer("name: p\n" + RULES.format(5)).set_output(transform="polars")
    learned = transformer.fit_transform(frame)
    assert learned["code"].to_list() == made(RULES.format(5)).run(frame).clean["code"].to_list()
    assert transformer.transform(frame)["code"].to_list() != learned["code"].to_list()


def test_a_training_encodes_its_own_rows_out_of_fold_and_refits_for_each_fold_of_a_search():
    section = "target: ice\nfeatures: [day_code]\nmetrics: [roc_auc]\nestimator: linear\nsearch: {C: [1], folds: 3}"
    steps = "clean:\n  - target_encode: {column: day, target: ice, into: day_code, smoothing: 1}\n"
    with working(section, steps=steps) as work:
        assert work.prepared.refits
        assert work.prepared.made_of_target == ()
        part = work.parts["training"]
        assert roc_auc_score(part.target, part.matrix[:, 0]) < 0.7  # by their own targets it would be some 0.75
