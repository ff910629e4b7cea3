import json

import pytest
from searches import FOLDS, SPACES, Hill, search
from trainings import trained

from wrangle.errors import TrainingError
from wrangle.training.journal import Journal
from wrangle.training.search import run_search


def run(wanted, measure, *, folds=FOLDS, seed=0, journal=None, progress=None):
    return run_search(wanted, folds, measure, seed=seed, journal=journal or Journal(), progress=progress)


@pytest.mark.parametrize("method", SPACES)
def test_each_method_finds_the_best_options(method):
    found = run(SPACES[method], Hill())
    assert found.method == method
    assert found.best["a"] == 3
    assert found.best.get("b", 0) == 0
    assert json.dumps([each.describe() for each in found.trials])


def test_the_same_seed_draws_the_same():
    for method in ("random", "halving", "optuna"):
        told = [[each.options for each in run(SPACES[method], Hill(), seed=seed).trials] for seed in (1, 1, 2)]
        assert told[0] == told[1]
        assert told[0] != told[2] or method == "halving"  # all nine of the list are tried


def test_progress_is_told_to_the_end():
    told = []
    run(SPACES["grid"], Hill(), progress=lambda done, total: told.append((done, total)))
    assert told == [(each, 16) for each in range(1, 17)]


def test_what_the_metric_cannot_tell_is_never_the_best():
    found = run(search("grid", a=[1, 2]), lambda options, fold: float("nan") if options["a"] == 2 else -5.0)
    assert found.best == {"a": 1}
    with pytest.raises(TrainingError, match="the metric can be told of no fold"):
        run(search("grid", a=[1, 2]), lambda options, fold: float("nan"))


def test_a_grid_of_a_range_is_refused():
    with pytest.raises(TrainingError, match="a grid needs lists, and 'a' is a range: `method: random`"):
        run(search("grid", a={"min": 0, "max": 1}), Hill())


@pytest.mark.parametrize("method", ["grid", "random", "halving", "optuna"])
def test_the_options_that_were_found_are_those_of_the_model(method):
    section = (
        "target: ice\nfeatures: [cold, wet, noise]\nestimator: sklearn.tree.DecisionTreeClassifier\n"
        "metrics: [accuracy]\n"
        f"search: {{max_depth: [1, 4], min_samples_leaf: [60, 2], method: {method}, trials: 4, folds: 2}}"
    )
    found = trained(section)
    best = found.facts.search["trials"]
    assert found.facts.search["method"] == method
    assert len(best) >= 2
    made = found.model.estimator
    made = made.named_steps["model"] if hasattr(made, "named_steps") else made
    assert {name: made.get_params()[name] for name in ("max_depth", "min_samples_leaf")} == {
        name: found.facts.options[name] for name in ("max_depth", "min_samples_leaf")
    }
