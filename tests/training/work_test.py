import polars as pl
import pytest
from trainings import raw, trained

from wrangle.errors import TrainingError

BINARY = "target: ice\nfeatures: [cold, wet, sky]\nmetrics: [accuracy]\n"
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
