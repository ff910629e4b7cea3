"""From a raw file to a bundle that answers: what a user of `train:` may rely on."""

import numpy as np
import polars as pl
import pytest
from trainings import STEPS, learned, parts_of, raw, spoiled, trained, working

from wrangle.bundle.load import load_bundle
from wrangle.bundle.predictor import Predictor
from wrangle.training.folds import folds_of
from wrangle.training.tuning import fold_parts

SPLITS = {
    "random": "{test: 0.25, validation: 0.15, stratify: false}",
    "stratified": "{test: 0.25, validation: 0.15}",
    "time": "{by: at, test: 0.25, validation: 0.15}",
    "time with a gap": "{by: at, test: 0.25, validation: 0.15, gap: 2h}",
    "group": "{by: day, how: group, test: 0.25, validation: 0.15}",
    "hash": "{by: day, how: hash, test: 0.25, validation: 0.15}",
}
SECTION = """
target: ice
features: [cold, wet, noise, sky, station_EWR]
metrics: [accuracy]
key: [station, at]
"""


FAST = {"linear": "", "auto": "\noptions: {max_iter: 5}"}


@pytest.mark.parametrize("estimator", FAST)
@pytest.mark.parametrize("split", SPLITS)
def test_other_values_in_test_and_validation_rows_change_nothing_that_was_learned(split, estimator, tmp_path):
    section = f"{SECTION}estimator: {estimator}\nsplit: {SPLITS[split]}" + FAST[estimator]
    data = raw()
    codes = parts_of(section, data)
    assert set(codes[codes < 3]) == {0, 1, 2}
    other = spoiled(data, codes != 0, target=split != "stratified")
    np.testing.assert_array_equal(parts_of(section, other), codes)
    found = [trained(section, each) for each in (data, other)]
    first, second = (learned(each, tmp_path / str(n)) for n, each in enumerate(found))
    assert first == second
    assert found[0].facts.split == found[1].facts.split, "the borders are where they were"
    fates = [[each.facts.rows[name]["quarantined"] for name in ("training", "validation", "test")] for each in found]
    assert fates[0][0] == fates[1][0]
    assert fates[0][1] < fates[1][1]
    assert 0 < fates[0][2] < fates[1][2]
    changed = trained(section, data.with_columns(wet=pl.when(pl.Series(codes == 0)).then(9.0).otherwise("wet")))
    assert learned(changed, tmp_path / "changed")["steps"] != first["steps"], "the comparison sees a change of training"


def test_a_class_that_only_test_rows_have_changes_nothing_that_was_learned(tmp_path):
    section = "target: kind\nfeatures: [cold, wet]\nmetrics: [accuracy]\nestimator: linear\nsplit: {by: at, test: 0.25}"
    data = raw()
    codes = parts_of(section, data)
    fresh = pl.when(pl.Series(codes == 2) & (pl.int_range(pl.len()) % 2 == 0)).then(pl.lit("avalanche"))
    other = trained(section, data.with_columns(fresh.otherwise("kind").alias("kind")))
    assert learned(other, tmp_path / "other") == learned(trained(section, data), tmp_path / "first")
    assert any("'avalanche'" in note for note in other.notes)


@pytest.mark.parametrize("split", SPLITS)
def test_every_row_is_accounted_for_in_its_part(split):
    data = raw()
    section = f"{SECTION}estimator: linear\nsplit: {SPLITS[split]}"
    rows = trained(section, data).facts.rows
    assert sum(each["read"] for each in rows.values()) == data.height
    assert all(each["read"] == each["written"] + each["quarantined"] + each["dropped"] for each in rows.values())
    assert sum(each["quarantined"] for each in rows.values()) == data.filter(pl.col("cold") == "warm").height
    assert sum(each["dropped"] for each in rows.values()) > 0
    codes = parts_of(section, data)
    counts = dict(zip(*np.unique(codes, return_counts=True), strict=True))
    assert {name: rows[name]["read"] for name in rows} == {
        name: counts[code]
        for name, code in {"training": 0, "validation": 1, "test": 2, "none": 255}.items()
        if code in counts
    }


SHORT = ("auto", "linear", "forest", "neighbors")
PROBLEMS = {
    "regression": (*SHORT, "sklearn.linear_model.Lasso", "lightgbm.LGBMRegressor", "xgboost.XGBRegressor"),
    "binary": (*SHORT, "sklearn.svm.LinearSVC", "sklearn.naive_bayes.GaussianNB", "lightgbm.LGBMClassifier",
               "xgboost.XGBClassifier"),
    "multiclass": (*SHORT, "sklearn.tree.DecisionTreeClassifier", "lightgbm.LGBMClassifier", "xgboost.XGBClassifier"),
    "clustering": ("auto", "kmeans", "sklearn.cluster.MiniBatchKMeans"),
    "anomaly": ("auto", "isolation_forest", "sklearn.svm.OneClassSVM"),
}  # fmt: skip
ASKED = {
    "regression": "target: value",
    "binary": "target: ice",
    "multiclass": "target: kind",
    "clustering": "problem: clustering",
    "anomaly": "problem: anomaly",
}
METRICS = {"regression": "r2", "binary": "accuracy", "multiclass": "accuracy", "clustering": "silhouette"}


@pytest.mark.parametrize(
    ("problem", "name"), [(problem, name) for problem, names in PROBLEMS.items() for name in names]
)
def test_each_problem_is_learned_and_answered_by_each_kind_of_estimator(problem, name, tmp_path):
    section = f"{ASKED[problem]}\nestimator: {name}\nfeatures: [cold, wet, sky]\n"
    if problem in METRICS:
        section += f"metrics: [{METRICS[problem]}]\n"
    if name in {"forest", "isolation_forest"}:
        section += "options: {n_estimators: 10}\n"
    elif name == "auto" and problem in METRICS and problem != "clustering":
        section += "options: {max_iter: 20}\n"
    found = trained(section)
    assert found.model.problem == problem
    if problem in {"regression", "binary", "multiclass"}:
        assert found.metrics["test"][METRICS[problem]]["value"] > 0.6
    bundle = load_bundle(found.save(tmp_path / "bundle"))
    answers = Predictor(bundle).answers(raw(20, seed=3).to_dicts())
    told = [each["prediction"] for each in answers if each["status"] == "ok"]
    assert len(answers) == 20
    assert len(set(told)) > 1
    if found.model.classes:
        assert set(told) <= set(found.model.classes)
    assert [each["status"] for each in answers].count("rejected") == 1  # the row whose cold is `warm`


def test_the_same_rules_data_and_seed_give_the_same_metrics_and_the_same_files(tmp_path):
    section = f"{SECTION}estimator: auto\noptions: {{max_iter: 5}}\nseed: 3"
    first, second = (trained(section).save(tmp_path / name) for name in ("first", "second"))
    bundles = [load_bundle(each) for each in (first, second)]
    files = [dict(each.manifest["files"]) for each in bundles]
    told = {"report.html", "card.md"}  # they tell when the model was made
    assert {name: digest for name, digest in files[0].items() if name not in told} == {
        name: digest for name, digest in files[1].items() if name not in told
    }
    assert {"model.skops", "metrics.json", "golden.jsonl"} <= set(files[0])
    assert bundles[0].metrics == bundles[1].metrics
    other = load_bundle(trained(section.replace("seed: 3", "seed: 4")).save(tmp_path / "other"))
    assert other.manifest["files"]["model.skops"] != files[0]["model.skops"]


def test_a_raw_file_becomes_a_bundle_that_answers_raw_records(tmp_path):
    raw().write_csv(tmp_path / "raw.csv")
    contract = (
        "columns: {station: string, at: datetime, cold: string, wet: float, noise: float, sky: string, ice: boolean}\n"
    )
    found = trained(f"{SECTION}estimator: linear", tmp_path / "raw.csv", steps=contract + STEPS)
    bundle = load_bundle(found.save(tmp_path / "bundle"))
    record = {
        "station": "EWR",
        "at": "2026-02-01T03:00:00.000000",
        "cold": "3.0",
        "wet": None,
        "noise": 0.1,
        "sky": "snow",
    }
    (warm,) = Predictor(bundle).answers([record])
    assert (warm["status"], warm["prediction"]) == ("ok", True)
    (cold,) = Predictor(bundle).answers([record | {"cold": "-3.0", "sky": "clear"}])
    assert (cold["status"], cold["prediction"]) == ("ok", False)
    (refused,) = Predictor(bundle).answers([record | {"cold": "warm"}])
    assert (refused["status"], refused["prediction"]) == ("rejected", None)
    assert bundle.manifest["counts"] == found.facts.rows
    assert "raw.csv" in str(bundle.manifest["dataset"])


def test_the_champion_is_measured_on_the_same_test_rows(tmp_path):
    weak = load_bundle(trained(f"{SECTION}estimator: linear".replace("cold, wet, ", "")).save(tmp_path / "weak"))
    found = trained(f"{SECTION}estimator: linear\naccept: {{accuracy: {{over_champion: 0}}}}", champion=weak)
    told = found.evaluation.describe()
    assert found.accepted
    assert told["champion"]["name"].startswith("champion")
    assert told["champion"]["metrics"]["accuracy"]["value"] == pytest.approx(
        weak.metrics["metrics"]["test"]["accuracy"]["value"]
    )
    assert found.facts.parent == weak.digest
    strong = load_bundle(found.save(tmp_path / "strong"))
    worse = trained(
        f"{SECTION}estimator: linear\naccept: {{accuracy: {{over_champion: 0}}}}".replace("cold, wet, ", ""),
        champion=strong,
    )
    assert not worse.accepted


def test_a_champion_is_compared_though_its_rules_reject_some_of_the_test_rows(tmp_path):
    section = f"{SECTION}estimator: linear"
    strict = load_bundle(
        trained(section, steps=STEPS + "expect: [between: {column: noise, min: -1, otherwise: quarantine}]").save(
            tmp_path / "strict"
        )
    )
    found = trained(section, champion=strict)
    assert found.evaluation.describe()["champion"]["metrics"]["accuracy"]["value"] > 0.7


BY_TARGET = STEPS.replace("with: median, by: station", "with: median, by: ice")


def folds_seen(data):
    """Return for each fold what is learned and measured in it, where a step is fitted on the target."""
    section = (
        "target: ice\nfeatures: [cold, wet, sky]\nmetrics: [accuracy]\nestimator: linear\n"
        "split: {by: day, how: group, test: 0.3}\nsearch: {C: [1], folds: 3}"
    )
    with working(section, data, BY_TARGET) as work:
        training = work.parts["training"]
        folds = folds_of(training, "group", 3, work.split, classes=True, seed=0)
        return [(*(training.rows[places] for places in fold), *fold_parts(work, fold)) for fold in folds]


def test_no_row_that_a_fold_measures_on_changes_what_is_learned_in_it_where_a_step_is_fitted_on_the_target():
    data = raw()
    first = folds_seen(data)
    assert len(first) == 3
    for place, (learn_rows, test_rows, encoding, learn, test) in enumerate(first):
        other = spoiled(data, np.isin(np.arange(data.height), test_rows), fate=False).with_columns(
            station=data["station"]
        )
        again = folds_seen(other)[place]
        assert again[0].tolist() == learn_rows.tolist()
        assert again[2] == encoding
        np.testing.assert_array_equal(again[3].matrix, learn.matrix)
        np.testing.assert_array_equal(again[3].target, learn.target)
        assert (again[4].target != test.target).all()


def test_folds_are_cleaned_once_where_no_step_is_fitted_on_the_target():
    told = []
    section = (
        "target: ice\nfeatures: [cold, wet]\nmetrics: [accuracy]\nestimator: linear\nsearch: {C: [1, 2], folds: 3}"
    )
    for steps in (STEPS, BY_TARGET):
        stages = []
        trained(section, steps=steps, say=lambda stage, *_: stages.append(stage))  # noqa: B023
        told.append(stages.count("clean"))
    assert told[0] < told[1]
