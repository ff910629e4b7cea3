import pytest
from trainings import trained

from wrangle.errors import TrainingError

BINARY = "target: ice\nfeatures: [cold, wet, sky]\nmetrics: [accuracy]\n"

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
    "target: ice\nestimator: lightgbm.LGBMClassifier\noptions: {num_leavs: 7}": "did you mean 'num_leaves'",
    "target: ice\nestimator: xgboost.XGBClassifier\noptions: {learning_rat: 0.1}": "did you mean 'learning_rate'",
    "target: ice\nestimator: lightgbm.LGBMClassifier\nsearch: {num_leavs: [3, 7]}": "has no option 'num_leavs'",
    "target: ice\nestimator: xgboost.XGBClassifier\nsearch: {etta: {min: 0.1, max: 1}}": "has no option 'etta'",
    "target: ice\ncompare: {x: {estimator: xgboost.XGBClassifier, options: {etta: 1}}}": "has no option 'etta'",
    "target: ice\nestimator: linear\nearly_stopping: true": "linear cannot stop early: leave it out, or take auto",
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
