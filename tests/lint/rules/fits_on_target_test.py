from linted import named

TRAIN = "train: {target: y, features: [%s], estimator: linear}"


def test_a_step_that_learns_from_the_target_is_found():
    assert named("impute: {column: x, with: mean, by: y}", more=TRAIN % "x") == [("fits_on_target", 3)]
    assert named("scale: {column: y, with: standard}", more=TRAIN % "x") == [("fits_on_target", 3)]


def test_a_feature_made_of_the_target_is_found():
    steps = ["derive: {u: y * 2}", "derive: {v: u + x}"]
    assert named(*steps, more=TRAIN % "x, v") == [("fits_on_target", 4)]
    assert named(*steps, more=TRAIN % "x") == []


def test_encoding_out_of_fold_and_learning_from_others_are_not():
    assert named("target_encode: {column: a, target: y}", more=TRAIN % "a, x") == []
    assert named("impute: {column: x, with: mean, by: a}", more=TRAIN % "x") == []
