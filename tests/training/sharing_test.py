"""A model that workers of Dask fit together: asked for by name, said so, stored as any other, and another model."""

import threading
import time
from importlib import import_module

import numpy as np
import pytest
from clusters import dask_cluster
from trainings import raw, trained, working

from wrangle.bundle.load import load_bundle
from wrangle.cluster.executor import cluster
from wrangle.errors import ClusterError, TrainingError
from wrangle.sections.engine import Engine
from wrangle.training.fitted import fitted
from wrangle.training.sharing import SHARED

SECTION = "features: [cold, wet, noise, station_*]\noptions: {n_estimators: 15, max_depth: 3}\nestimator: xgboost."
BINARY = "target: ice\n" + SECTION + "dask.DaskXGBClassifier"
ASKED = [
    BINARY,
    BINARY.replace("ice", "kind") + "\nclass_weight: balanced",
    BINARY.replace("ice", "value").replace("Classifier", "Regressor") + "\nearly_stopping: true\nweight: count",
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dask")
    with dask_cluster(folder) as running:
        yield Engine(use="dask", address=running.address, scratch=str(folder))


@pytest.mark.parametrize("section", ASKED, ids=["binary", "several classes", "regression"])
def test_workers_fit_it_together_and_it_is_stored_and_answers_as_any_other(section, engine, tmp_path):
    data = raw(900)
    found = trained(section, data, engine=engine)
    (remark,) = [each["text"] for each in found.evaluation.describe()["remarks"] if each["kind"] == "shared"]
    assert "fitted by workers of Dask together (2 tasks at a time)" in remark
    assert remark in found.report
    assert not [note for note in found.notes if "is fitted on this machine" in note]
    bundle = load_bundle(found.save(tmp_path / "model"))
    ours, theirs = found.model.estimator, bundle.model.estimator
    assert type(ours).__name__ == type(theirs).__name__ == SHARED[found.facts.estimator].rpartition(".")[2]
    matrix = np.random.default_rng(0).normal(size=(50, ours.n_features_in_)).astype("float32")
    assert (ours.predict(matrix) == theirs.predict(matrix)).all()
    alone = trained(section.replace("dask.Dask", ""), data)
    assert alone.model.estimator.get_booster().save_raw() != ours.get_booster().save_raw()
    for name, each in found.metrics["test"].items():
        assert each["value"] == pytest.approx(alone.metrics["test"][name]["value"], abs=0.15, rel=0.5), name


def test_the_same_workers_give_the_same_model(engine):
    one, other = (trained(BINARY, engine=engine).model.estimator.get_booster().save_raw() for _ in range(2))
    assert one == other


def test_a_search_and_models_beside_it_go_with_it(engine):
    section = BINARY.replace("max_depth: 3", "eta: 0.2") + (
        "\nsearch: {max_depth: [2, 4], folds: 2}\ncompare: {alone: {estimator: xgboost.XGBClassifier}}"
    )
    found = trained(section, engine=engine)
    assert found.model.estimator.max_depth == found.facts.options["max_depth"]
    assert [each["name"] for each in found.evaluation.describe()["compared"]][-1] == "alone"


@pytest.mark.parametrize("body", [BINARY, BINARY.replace("dask.Dask", "") + "\ncompare: {more: {estimator: %s}}"])
def test_without_workers_of_dask_it_is_refused_before_data_are_read(body):
    section = body.replace("%s", "xgboost.dask.DaskXGBClassifier")
    with pytest.raises(
        TrainingError, match=r"DaskXGBClassifier is fitted by the workers of Dask .* take xgboost.XGBCla"
    ):
        trained(section, "nowhere.csv")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_dies_ends_the_training_and_says_so(workers, tmp_path):
    section = BINARY.replace("n_estimators: 15", "n_estimators: 20000")
    with (
        dask_cluster(tmp_path, workers) as running,
        cluster(Engine(use="dask", address=running.address), tmp_path / "model") as executor,
        working(section, raw(4_000), executor=executor) as work,
    ):
        client = executor.tasks.client
        client.run(import_module, "xgboost.dask")  # takes them long: what is begun after it is boosting
        boosting = threading.Event()

        def kill():
            end = time.monotonic() + 120
            while not any(str(key).startswith("fn-") for keys in client.processing().values() for key in keys):
                assert time.monotonic() < end
                time.sleep(0.05)
            time.sleep(2)
            boosting.set()
            running.kill()

        killer = threading.Thread(target=kill)
        killer.start()
        began = time.monotonic()
        with pytest.raises(ClusterError, match=r"a worker died while xgboost.dask.DaskXGBClassifier was fitted"):
            fitted(work, work.recipe, work.encoding, work.parts, {})
        killer.join()
        assert boosting.is_set()
        assert time.monotonic() - began < 120
