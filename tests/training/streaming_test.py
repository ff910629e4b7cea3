import numpy as np
import pytest
from trainings import raw, trained

from wrangle.errors import TrainingError

SECTION = "target: ice\nfeatures: [cold, wet, noise, sky]\nmetrics: [accuracy]\n"
SGD = "estimator: sklearn.linear_model.SGDClassifier\noptions: {loss: log_loss}\n"


def test_a_matrix_that_does_not_fit_is_learned_from_disk_nearly_as_from_memory():
    near, far = (trained(SECTION + SGD + memory, raw(600)) for memory in ("", "memory: 1KB"))
    told = [each.metrics["test"]["accuracy"]["value"] for each in (near, far)]
    assert abs(told[0] - told[1]) < 0.05
    assert told[1] > 0.85
    assert not any("on disk" in note for note in near.notes)
    (note,) = [each for each in far.notes if "on disk" in each]
    assert "sklearn.linear_model.SGDClassifier learns batch by batch" in note


def test_streaming_is_the_same_for_the_same_seed_and_other_for_another():
    matrix = np.random.default_rng(0).normal(size=(50, 6)).astype(np.float32)
    section = SECTION + SGD + "memory: 1KB\n"
    answers = [
        trained(section + f"seed: {seed}\nsplit: {{by: at}}").model.predict(matrix).probabilities for seed in (1, 1, 2)
    ]
    np.testing.assert_array_equal(answers[0], answers[1])
    assert (answers[0] != answers[2]).any()


def test_categories_that_become_columns_lie_on_disk_as_well():
    found = trained(SECTION + SGD + "memory: 1KB")
    assert len(found.model.encoding.names) == 6
    assert found.model.predict(np.zeros((1, 6), np.float32)).probabilities.shape == (1, 2)


@pytest.mark.parametrize("name", ["linear", "auto", "forest", "sklearn.svm.SVC", "lightgbm.LGBMClassifier"])
def test_others_refuse_a_matrix_that_does_not_fit(name):
    with pytest.raises(
        TrainingError, match=r"the matrix takes .* name fewer features, an estimator that learns batch by"
    ):
        trained(SECTION + f"estimator: {name}\nmemory: 1KB")


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("sklearn.linear_model.SGDRegressor", "target: value"),
        ("sklearn.neural_network.MLPClassifier", "target: kind"),
        ("sklearn.naive_bayes.GaussianNB", "target: ice"),
        ("sklearn.cluster.MiniBatchKMeans", "problem: clustering"),
        ("sklearn.linear_model.SGDOneClassSVM", "problem: anomaly"),
    ],
)
def test_other_problems_stream_as_well(name, target):
    found = trained(f"{target}\nfeatures: [cold, wet]\nestimator: {name}\nmemory: 1KB")
    assert any("on disk" in note for note in found.notes)
    assert len(found.model.predict(np.zeros((3, 2), np.float32)).values) == 3


def test_balanced_classes_and_weights_are_kept_when_streaming():
    data = raw(600).with_columns(ice=raw(600)["value"] + raw(600)["noise"] * 2 > 4)
    section = "target: ice\nfeatures: [cold, wet]\nmetrics: [recall]\nmemory: 1KB\nestimator: "
    for name in ("sklearn.linear_model.SGDClassifier\noptions: {loss: log_loss}", "sklearn.naive_bayes.GaussianNB"):
        plain, balanced = (
            trained(f"{section}{name}\n{more}", data).metrics["test"]["recall"]["value"]
            for more in ("", "class_weight: balanced\nweight: count")
        )
        assert balanced > plain


def test_an_option_that_does_not_go_with_batches_is_told():
    with pytest.raises(TrainingError, match=r"cannot learn batch by batch: .*early_stopping"):
        trained(SECTION + "estimator: sklearn.linear_model.SGDClassifier\noptions: {early_stopping: true}\nmemory: 1KB")


def test_missing_values_count_as_the_mean():
    found = trained("target: ice\nfeatures: [wet]\nmetrics: [accuracy]\n" + SGD + "memory: 1KB", raw(600), steps="")
    mean = found.model.estimator.named_steps["scale"].mean_[0]
    said = found.model.predict(np.array([[np.nan], [mean]], np.float32)).probabilities
    np.testing.assert_allclose(said[0], said[1], rtol=1e-5)
