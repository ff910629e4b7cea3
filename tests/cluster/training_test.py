"""A training on a cluster gives what a training on one machine gives: the same scores, choice and predictions."""

import json
import os
import signal
import threading
import time
from textwrap import indent
from types import SimpleNamespace

import numpy as np
import pytest
from trainings import STEPS, learned, raw, trained, working
from typer.testing import CliRunner

from wrangle.cli import app as command
from wrangle.cluster import connect
from wrangle.cluster.executor import cluster
from wrangle.sections.engine import Engine
from wrangle.training.recipe import recipe_of
from wrangle.training.spread import stays
from wrangle.training.tuning import tune
from wrangle.training.worth import Afar, Judge, Trying

SECTION = "target: ice\nfeatures: [cold, wet, station_*]\nmetrics: [roc_auc]\n"
SEARCHES = {
    "grid": "estimator: auto\nsearch: {max_iter: [5, 10], learning_rate: [0.1, 0.3], folds: 3}",
    "forest": "estimator: forest\nsearch: {min_samples_leaf: [1, 5], folds: 2}\noptions: {n_estimators: 10}",
    "random": "estimator: linear\nsearch: {method: random, C: {min: 0.001, max: 10, log: true}, trials: 5}",
    "halving": "estimator: linear\nsearch: {method: halving, C: [0.001, 0.01, 0.1, 1, 10, 100], folds: 2}",
    "optuna": "estimator: linear\nsearch: {method: optuna, C: {min: 0.001, max: 10, log: true}, trials: 5}",
    "xgboost": "estimator: xgboost.XGBClassifier\nsearch: {max_depth: [2, 3], folds: 2}\noptions: {n_estimators: 9}",
    "lightgbm": "estimator: lightgbm.LGBMClassifier\nsearch: {num_leaves: [4, 8]}\noptions: {n_estimators: 5}",
}
AUTO = recipe_of("auto", "binary", {})
ENGINES = [pytest.param(each, marks=pytest.mark.xdist_group(each)) for each in ("dask", "ray")]


@pytest.fixture(params=ENGINES)
def engine(request):
    return Engine(use=request.param, address=request.getfixturevalue(f"{request.param}_address"))


def trials(tuned):
    return [{**each, "seconds": None} for each in tuned.describe()["trials"]]


def test_every_search_finds_the_same(engine, tmp_path):
    with cluster(engine, tmp_path / "model") as executor:
        for name, section in SEARCHES.items():
            with working(SECTION + section) as work:
                here = tune(work)
            with working(SECTION + section, executor=executor) as work:
                there = tune(work)
            assert trials(there) == trials(here), name
            assert there.options == here.options
            assert there.notes == ()


def test_a_training_learns_and_predicts_the_same(engine, tmp_path):
    section = SECTION + SEARCHES["grid"]
    told = []
    here = trained(section)
    there = trained(section, engine=engine, journal=tmp_path / "journal", say=lambda *said: told.append(said))
    assert learned(there, tmp_path / "there") == learned(here, tmp_path / "here")
    assert there.metrics == here.metrics
    assert there.notes == (*here.notes, *stays(SimpleNamespace(name=engine.use.title()), AUTO))
    assert [each for each in told if each[0] == "search"] == [("search", n, 12) for n in range(1, 13)]
    assert len((tmp_path / "journal").read_text().splitlines()) == 12


def test_a_search_whose_folds_are_cleaned_anew_stays_here_and_says_so(running_dask, tmp_path):
    steps = STEPS.replace("by: station", "by: ice")
    with (
        cluster(Engine(use="dask", address=running_dask.address), tmp_path / "model") as executor,
        working(SECTION + SEARCHES["grid"], steps=steps, executor=executor) as work,
    ):
        (note,) = tune(work).notes
    assert note == (
        "the search runs on this machine, not on Dask: a step learns from the target, so that the rows of each fold "
        "are cleaned anew"
    )


def test_a_search_survives_a_worker_that_dies(fresh_dask, tmp_path):
    section = SECTION + "estimator: auto\nsearch: {max_iter: [40, 60], learning_rate: [0.1, 0.3], folds: 3}"
    data, begun = raw(3000), threading.Event()
    with working(section, data) as work:
        here = tune(work)

    def kill():
        begun.wait(30)
        time.sleep(0.1)
        fresh_dask.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    with (
        cluster(Engine(use="dask", address=fresh_dask.address), tmp_path / "model") as executor,
        working(section, data, executor=executor, say=lambda *_: begun.set()) as work,
    ):
        there = tune(work)
    killer.join()
    fresh_dask.workers[-1].wait(10)
    assert trials(there) == trials(here)


def test_rows_that_died_with_their_worker_are_sent_anew(fresh_dask, monkeypatch):
    monkeypatch.setattr("wrangle.cluster.dask.SMALL", 0, raising=False)  # as matrices are, that only workers hold
    fold = (np.arange(50, 150), np.arange(50))
    with working(SECTION) as work, connect(Engine(use="dask", address=fresh_dask.address)) as tasks:
        trying = Trying(Judge(AUTO, work.prepared.target, "roc_auc", 0), work.encoding, work.parts["training"])
        afar = Afar(tasks, trying)
        holder, *_ = tasks.client.who_has([afar.send("", trying)]).popitem()[1]
        os.kill(tasks.client.run(os.getpid)[holder], signal.SIGKILL)
        assert afar({"max_iter": 5}, fold) == trying({"max_iter": 5}, fold)


def test_the_command_line_says_where(running_dask, tmp_path):
    raw().write_parquet(tmp_path / "raw.parquet")
    train = indent(SECTION + "estimator: linear\nsearch: {C: [0.1, 1], folds: 2}", "  ")
    rules = tmp_path / "rules.yaml"
    rules.write_text(f"name: ice\nsource: raw.parquet\n{STEPS}\ntrain:\n{train}\n")
    where = ["--engine", "dask", "--address", running_dask.address, "--out", str(tmp_path / "model")]
    said = CliRunner().invoke(command(), ["train", str(rules), "--no-track", "--no-curve", *where])
    assert said.exit_code == 0, said.output
    assert "LogisticRegression is fitted on this machine" not in said.output
    assert json.loads((tmp_path / "model" / "manifest.json").read_text())["search"]["metric"] == "roc_auc"
    wrong = CliRunner().invoke(command(), ["train", str(rules), "--address", running_dask.address])
    assert wrong.exit_code == 2
