import numpy as np
import polars as pl
import pytest
from trainings import STEPS, parts_of, raw, trained

from wrangle.engine.pipeline import Pipeline
from wrangle.errors import TrainingError, WrangleError
from wrangle.training.train import memory_limit, train

BINARY = "target: ice\nfeatures: [cold, wet, sky]\nmetrics: [accuracy]\n"
ROLLING = (
    STEPS
    + "  - rolling: {column: wet, by: station, order_by: at, window: 3h, aggregate: mean, into: usual, at: training}\n"
)
LATER = STEPS + "  - derive: {later: wet * 2, at: training}\n"

BEFORE_READING = {
    "target: icy": "there is no column 'icy' after all steps: did you mean 'ice'?",
    "target: ice\nfeatures: [could]": "there is no column 'could' after all steps: did you mean 'cold'",
    "target: ice\nsplit: {by: att}": "there is no column 'att' after all steps: did you mean 'at'?",
    "target: ice\nkey: [at, stattion]": "there is no column 'stattion' after all steps: did you mean 'station'?",
    "target: ice\ncompare: {other: {features: [weet]}}": "there is no column 'weet' after all steps",
    "problem: binary": "there is no `target`: name the column to predict",
    "target: ice\nestimator: liner": "'liner' is no estimator that may be named: take a short name",
    "target: ice\nestimator: sklearn.svm.LinearSCV": "did you mean 'sklearn.svm.LinearSV",
    "target: ice\nestimator: os.system": "'os.system' is no estimator that may be named",
    "target: ice\nestimator: lightgbm.Booster": "lightgbm has no estimator 'Booster'",
    "target: ice\nestimator: linear\noptions: {c: 1}": "linear has no option 'c': did you mean 'C'?",
    "target: ice\nestimator: sklearn.svm.SVC\noptions: {C: -1}": "sklearn.svm.SVC: The 'C' parameter of SVC must be",
    "target: ice\nestimator: linear\nsearch: {CC: [1, 2]}": "linear has no option 'CC': did you mean 'C'?",
    "target: ice\nestimator: linear\nsearch: {C: 1}": "'C' needs a list of values, or a range",
    "target: ice\nsearch: {folds: 3}": "`search` names no option of the estimator",
    "target: ice\nproblem: binary\nmetrics: [r2]": "r2",
    "target: ice\nestimator: sklearn.linear_model.Ridge\nmetrics: [accuracy]": "accuracy",
    "target: ice\nproblem: regression\nestimator: sklearn.svm.SVC": "SVC predicts classes, and",
    "target: ice\ncompare: {other: {estimator: forrest}}": "'forrest' is no estimator that may be named",
    "target: ice\ncompare: {other: {estimator: forest, options: {trees: 3}}}": "forest has no option 'trees'",
}


@pytest.mark.parametrize("section", BEFORE_READING)
def test_what_can_be_told_before_any_data_is_read_is_told_then(section):
    read = []
    with pytest.raises(TrainingError) as caught:
        trained(section, say=lambda *stage: read.append(stage))
    assert BEFORE_READING[section] in str(caught.value)
    assert not read


def test_reading_is_told():
    read = []
    trained(BINARY + "estimator: linear", say=lambda *stage: read.append(stage))
    assert [each for each in read if each[0] == "clean"]


NOTHING = pl.lit(None, pl.Float64)
INFINITE = pl.when(pl.col("wet") > 1).then(float("inf"))
BEFORE_LEARNING = {
    "one class": (
        "target: flag\nfeatures: [wet]",
        {"flag": pl.lit("dry")},
        "has one class only in the training rows, 'dry'",
    ),
    "one value": (
        "target: flag\nproblem: regression\nfeatures: [wet]",
        {"flag": pl.lit(1.0)},
        "'flag' is 1.0 in every training row",
    ),
    "no target": (
        "target: flag\nfeatures: [wet]",
        {"flag": NOTHING},
        "no training row has a value in the target 'flag'",
    ),
    "a time as target": (
        "target: at\nfeatures: [wet]",
        {},
        "the target 'at' is a datetime: derive a number or a class",
    ),
    "infinite target": (
        "target: value\nfeatures: [wet]",
        {"value": INFINITE.otherwise("value")},
        "values of the target 'value' are infinite",
    ),
    "all null": (
        "target: ice\nfeatures: [wet, gone]",
        {"gone": NOTHING},
        "no training row has a value in gone: leave it out",
    ),
    "all NaN": (
        "target: ice\nfeatures: [wet, gone]",
        {"gone": pl.lit(float("nan"))},
        "no training row has a value in gone: leave it out",
    ),
    "infinite": (
        "target: ice\nfeatures: [wet, noise]",
        {"noise": INFINITE.otherwise("noise")},
        "infinite values in noise",
    ),
    "a time as feature": (
        "target: ice\nfeatures: [wet, at]",
        {},
        "the feature 'at' is a time: make numbers of it with `cyclical`",
    ),
    "the target as feature": (
        "target: ice\nfeatures: [wet, ice]",
        {},
        "'ice' is the target, the weight or a key, and a feature",
    ),
    "a key as feature": (
        "target: ice\nkey: station\nfeatures: [wet, station]",
        {},
        "'station' is the target, the weight or a key, and a feature",
    ),
    "more folds than rows": (
        "target: ice\nfeatures: [wet]\nestimator: linear\nsearch: {C: [1, 2], folds: 20}",
        40,
        "training rows are too few for 20 folds",
    ),
    "more folds than a class": (
        "target: rare\nfeatures: [wet]\nestimator: linear\nsearch: {C: [1, 2]}",
        {"rare": pl.int_range(pl.len()) % 80 == 1},
        "training rows, fewer than 5 folds",
    ),
    "fewer groups than folds": (
        "target: ice\nfeatures: [wet]\nestimator: linear\nsplit: {by: station, how: group}\nsearch: {C: [1, 2]}",
        {},
        "there are fewer groups than 5 folds",
    ),
    "a metric": ("target: ice\nfeatures: [wet]\nmetrics: [r2]", {}, "r2"),
    "text": (
        "target: kind\nproblem: regression\nfeatures: [wet]",
        {},
        "the target 'kind' is text, and the problem regression",
    ),
    "three classes": ("target: kind\nproblem: binary\nfeatures: [wet]", {}, "'kind' has 3 classes, not two"),
    "an unknown positive": ("target: ice\npositive: frozen\nfeatures: [wet]", {}, "no class 'frozen' (`positive`)"),
    "an unknown class": (
        "target: kind\nclass_weight: {icy: 2}\nfeatures: [wet]",
        {},
        "there is no class 'icy': did you mean 'ice'?",
    ),
    "class weights of numbers": (
        "target: value\nclass_weight: balanced\nfeatures: [wet]",
        {},
        "`class_weight` is for classes",
    ),
    "a weight that is null": (
        "target: ice\nweight: count\nfeatures: [wet]",
        {"count": pl.when(pl.col("wet") > 0).then("count")},
        "rows have no weight, or one below 0, in 'count'",
    ),
    "a weight below 0": (
        "target: ice\nweight: wet\nfeatures: [noise]",
        {},
        "rows have no weight, or one below 0, in 'wet'",
    ),
    "no weights taken": ("target: ice\nweight: count\nestimator: neighbors\nfeatures: [wet]", {}, "takes no weights"),
    "costs without probabilities": (
        "target: ice\nthreshold: {false_negative: 2}\nestimator: sklearn.svm.LinearSVC\nfeatures: [wet]",
        {},
        "gives no probabilities to choose a `threshold`",
    ),
    "clusters of a target": ("target: ice\nproblem: clustering\nfeatures: [wet]", {}, "clustering has no target"),
}


@pytest.mark.parametrize("case", BEFORE_LEARNING)
def test_data_that_cannot_be_learned_from_is_refused_with_what_to_do(case):
    section, change, said = BEFORE_LEARNING[case]
    data = raw(change) if isinstance(change, int) else raw().with_columns(**change)
    with pytest.raises(TrainingError) as caught:
        trained(section, data)
    assert said in str(caught.value)
    assert str(caught.value).startswith("train: ") or case == "a metric"


def test_rows_without_a_target_are_left_out_and_told():
    missing = pl.when(pl.int_range(pl.len()) % 10 == 3).then(None).otherwise("ice").alias("ice")
    found = trained(BINARY + "estimator: linear", raw().with_columns(missing))
    assert any("clean rows without a target are left out" in note for note in found.notes)


def test_a_random_split_is_refused_where_a_step_looks_at_other_rows():
    with pytest.raises(TrainingError, match="looks at the rows before and after, and a random split tears them apart"):
        trained(BINARY + "estimator: linear", steps=ROLLING)
    assert trained(BINARY + "estimator: linear\nsplit: {by: at}", steps=ROLLING).metrics["test"]


def test_what_is_not_there_when_serving_is_no_feature():
    with pytest.raises(TrainingError, match="'later' is made by a step `at: training`: it is not there when serving"):
        trained("target: ice\nfeatures: [wet, later]", steps=LATER)
    assert "later" not in trained("target: ice\nmetrics: [accuracy]\nestimator: linear", steps=LATER).facts.features


def test_without_features_named_all_but_target_key_weight_time_and_training_columns_are_taken():
    section = "target: ice\nkey: [day]\nweight: count\nsplit: {by: at}\nmetrics: [accuracy]\nestimator: linear"
    found = trained(section, raw().drop("value", "kind"), steps=LATER)
    assert set(found.facts.features) == {
        "station",
        "cold",
        "wet",
        "noise",
        "sky",
        "station_EWR",
        "station_JFK",
        "station_LGA",
    } | ({"station_other"} & set(found.facts.features))


def test_leaks_are_named():
    data = raw().with_columns(
        golden=pl.col("ice").cast(pl.Float64) * 3 + pl.col("noise") / 100, code=pl.int_range(pl.len())
    )
    found = trained(
        "target: ice\nfeatures: [wet, golden, code]\nkey: day\nmetrics: [accuracy]\nestimator: linear", data
    )
    named = {each["kind"]: each for each in found.evaluation.describe()["leaks"]}
    assert named["alone"]["features"] == ["golden"]
    assert named["key"]["features"] == ["code"]
    assert named["same_key"]["features"] == ["day"]


@pytest.mark.parametrize(
    ("step", "feature"),
    [
        ("derive: {other: value * 2 + noise}", "other"),
        ("derive: {first: value + 1}\n  - derive: {other: first * 2}", "other"),
        ("rename: {value: worth}\n  - derive: {other: worth * 2}\n  - rename: {worth: value}", "other"),
        ("rename: {value: v}\n  - impute: {column: noise, with: mean, by: v}\n  - rename: {v: value}", "noise"),
    ],
)
def test_a_feature_that_the_steps_make_of_the_target_is_a_leak(step, feature):
    section = f"target: value\nfeatures: [cold, wet, {feature}]\nmetrics: [r2]\nestimator: linear"
    found = trained(section, steps=f"{STEPS}  - {step}\n").evaluation.describe()["leaks"]
    assert [each["features"] for each in found if each["kind"] == "target"] == [[feature]]


def test_a_step_that_only_looks_at_the_target_is_no_leak():
    section = "target: value\nfeatures: [cold, wet]\nmetrics: [r2]\nestimator: linear"
    found = trained(section, steps=f"{STEPS}  - derive: {{other: value * 2}}\n  - clip: {{column: value, max: 3}}\n")
    assert "target" not in {each["kind"] for each in found.evaluation.describe()["leaks"]}


class Nearest:
    """An estimator of one's own: says the class whose mean is nearest."""

    def fit(self, matrix, target):
        filled = np.nan_to_num(matrix)
        self.centres = np.array([filled[target == each].mean(axis=0) for each in np.unique(target)])
        return self

    def predict(self, matrix):
        apart = np.nan_to_num(matrix)[:, None] - self.centres
        return (apart**2).sum(axis=2).argmin(axis=1)


def test_an_estimator_of_ones_own_is_trained_and_left_as_it_was():
    own = Nearest()
    found = trained("target: kind\nfeatures: [cold, wet]\nmetrics: [accuracy]", estimator=own)
    assert found.metrics["test"]["accuracy"]["value"] > 0.6
    assert not hasattr(own, "centres")
    assert found.facts.estimator.endswith("Nearest")


@pytest.mark.parametrize(("own", "said"), [(object(), "object is no estimator: it needs `fit"), (Nearest, None)])
def test_an_object_that_cannot_be_fitted_is_refused(own, said):
    with pytest.raises(TrainingError, match=said):
        trained(BINARY, estimator=own)


def test_class_weights_move_the_answers_to_the_rare_class_with_and_without_class_weight_of_its_own():
    section = "target: rare\nfeatures: [cold, wet]\nmetrics: [recall]\nthreshold: 0.5\n"
    data = raw(400).with_columns(rare=pl.col("value") + pl.col("noise") * 2 > 4.5)
    for name, options in (
        ("linear", ""),
        ("sklearn.naive_bayes.GaussianNB", ""),
        ("xgboost.XGBClassifier", "{max_depth: 2, n_estimators: 5}"),
    ):
        plain = f"{section}estimator: {name}\noptions: {options or '{}'}\n"
        shares = [
            trained(plain + weights, data).evaluation.describe()["metrics"]["test"]["recall"]["value"]
            for weights in (
                "",
                "class_weight: balanced",
                "class_weight: {true: 30}" if name != "linear" else "class_weight: {true: 30, false: 1}",
            )
        ]
        assert shares[0] < shares[1], name
        assert shares[0] < shares[2], name


def test_a_row_of_weight_two_counts_as_two_rows():
    data = raw().with_columns(count=pl.when(pl.col("noise") > 0).then(2).otherwise(1))
    section = "target: value\nestimator: linear\nfeatures: [wet, noise]\nmetrics: [r2]\nsplit: {by: at}\n"
    steps = ""
    data = data.with_columns(pl.col("wet").fill_null(0.0))
    codes = parts_of(section, data, steps)
    twice = pl.concat([data, data.filter(pl.Series(codes == 0) & (pl.col("noise") > 0))]).sort("at")
    weighted = trained(section + "weight: count", data, steps).model.estimator
    border = data.filter(pl.Series(codes == 2))["at"].min()
    share = twice.filter(pl.col("at") >= border).height / twice.height
    doubled = trained(section.replace("{by: at}", f"{{by: at, test: {share}}}"), twice, steps).model.estimator
    told = [each.predict(np.array([[1.0, 1.0], [0.0, -1.0]], np.float32)) for each in (weighted, doubled)]
    unweighted = trained(section, data, steps).model.estimator.predict(np.array([[1.0, 1.0], [0.0, -1.0]], np.float32))
    assert np.abs(told[0] - unweighted).max() > 1e-3
    assert np.abs(told[0] - told[1]).max() < np.abs(told[0] - unweighted).max() / 3


@pytest.mark.parametrize("name", ["auto", "lightgbm.LGBMClassifier", "xgboost.XGBClassifier"])
def test_early_stopping_stops_by_validation_rows(name):
    tries = "max_iter" if name == "auto" else "n_estimators"
    section = (
        f"target: coin\nfeatures: [wet, noise]\nmetrics: [accuracy]\nestimator: {name}\noptions: {{{tries}: 300}}\n"
    )
    data = raw().with_columns(coin=pl.Series(np.random.default_rng(5).random(240) > 0.5))
    found = trained(section + "early_stopping: true", data)
    made = found.model.estimator
    rounds = {
        "auto": lambda: made.n_iter_,
        "lightgbm.LGBMClassifier": lambda: made.best_iteration_,
        "xgboost.XGBClassifier": lambda: made.best_iteration,
    }[name]()
    assert rounds < 200
    assert found.facts.rows["validation"]["read"] == 24
    assert any("taken from training" in note for note in found.notes)


def test_probabilities_are_calibrated_on_validation():
    section = BINARY + "estimator: sklearn.svm.LinearSVC\ncalibrate: sigmoid\nsplit: {test: 0.3, validation: 0.2}"
    found = trained(section.replace("accuracy", "log_loss"))
    assert found.metrics["test"]["log_loss"]["value"] < 0.5
    with pytest.raises(WrangleError):
        trained(
            section.replace("LinearSVC", "LinearSVC")
            .replace("calibrate: sigmoid\n", "")
            .replace("accuracy", "log_loss")
        )


def test_the_threshold_costs_least_on_validation():
    section = BINARY + "estimator: linear\nsplit: {by: at, test: 0.3, validation: 0.3}\nthreshold: {false_negative: 20}"
    data = raw().with_columns(ice=pl.col("value") + pl.col("noise") * 2 > 0.5)
    found = trained(section, data)
    codes = parts_of(section, data)
    valid = found.pipeline.run(data.filter(pl.Series(codes == 1))).clean
    p, y = found.model.answer(valid)["probability_true"].to_numpy(), valid["ice"].to_numpy()

    def cost(border):
        return ((p < border) & y).sum() * 20 + ((p >= border) & ~y).sum()

    best = min(cost(each) for each in np.linspace(0, 1, 2001))
    assert cost(found.model.threshold) == best
    assert found.model.threshold < 0.4


@pytest.mark.parametrize(("text", "size"), [("1KB", 1024), ("1.5 MB", 1572864), ("2g", 2 << 30), ("4GiB", 4 << 30)])
def test_sizes_are_read(text, size):
    assert memory_limit(text) == size


@pytest.mark.parametrize("text", ["4", "four GB", "-1GB", "4TB", ""])
def test_what_is_no_size_is_refused(text):
    with pytest.raises(TrainingError, match="is no size: write `500MB` or `4GB`"):
        memory_limit(text)


def test_a_rule_file_without_train_is_refused():
    with pytest.raises(TrainingError, match="has no `train:` section"):
        train(Pipeline("p"), raw())
