import json

import numpy as np
import pytest
from trainings import raw, trained

from wrangle.errors import TrainingError
from wrangle.sections.train import Search
from wrangle.training.search import Journal, check_parameters, method_of, run_search

FOLDS = [(np.arange(0, 60), np.arange(60, 90)), (np.arange(30, 90), np.arange(0, 30))]


def search(method="grid", trials=12, **parameters):
    return Search(method=method, trials=trials, parameters=parameters)


class Hill:
    """What options are worth: the most at a = 3; counts how often it was asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, options, fold):
        self.asked.append((dict(options), *(each.tolist() for each in fold)))
        return -((options["a"] - 3) ** 2) - options.get("b", 0)


def run(wanted, measure, *, folds=FOLDS, seed=0, journal=None, progress=None):
    return run_search(wanted, folds, measure, seed=seed, journal=journal or Journal(), progress=progress)


SPACES = {
    "grid": search("grid", a=[1, 2, 3, 4], b=[0, 1]),
    "random": search("random", 40, a={"min": 0, "max": 6}, b=[0, 1]),
    "halving": search("halving", 9, a=[1, 2, 3, 4, 5, 6, 7, 8, 9]),
    "optuna": search("optuna", 30, a={"min": 0, "max": 6}, b=[0, 1]),
}


@pytest.mark.parametrize("method", SPACES)
def test_each_method_finds_the_best_options(method):
    found = run(SPACES[method], Hill())
    assert found.method == method
    assert found.best["a"] == 3
    assert found.best.get("b", 0) == 0
    assert json.dumps([each.describe() for each in found.trials])


@pytest.mark.parametrize("method", SPACES)
def test_a_search_that_was_stopped_goes_on_and_measures_nothing_again(method, tmp_path):
    whole, path = Hill(), tmp_path / "journal" / "search.jsonl"
    expected = run(SPACES[method], whole)

    class Stopped(Hill):
        def __call__(self, options, fold):
            if len(self.asked) == 5:
                raise KeyboardInterrupt
            return super().__call__(options, fold)

    first, second, third = Stopped(), Hill(), Hill()
    with pytest.raises(KeyboardInterrupt):
        run(SPACES[method], first, journal=Journal(path))
    with path.open("a", encoding="utf-8") as file:
        file.write('{"key": "half a li')
    found = run(SPACES[method], second, journal=Journal(path))
    assert found.best == expected.best
    assert [each.value for each in found.trials] == [each.value for each in expected.trials]
    different = {json.dumps(each) for each in whole.asked}
    assert len(first.asked) == 5
    assert len(first.asked) + len(second.asked) == len(different)
    run(SPACES[method], third, journal=Journal(path))
    assert third.asked == []


def test_a_journal_of_another_search_counts_for_nothing(tmp_path):
    path, first, second = tmp_path / "search.jsonl", Hill(), Hill()
    run(SPACES["grid"], first, journal=Journal(path, "these data"))
    run(SPACES["grid"], second, journal=Journal(path, "other data"))
    assert len(first.asked) == len(second.asked) == 16


def test_a_training_goes_on_from_its_journal_and_not_from_that_of_other_data_or_another_metric(tmp_path):
    section = (
        "target: ice\nfeatures: [cold, wet]\nestimator: linear\nmetrics: [accuracy]\nsearch: {C: [0.1, 1], folds: 2}"
    )
    journal = tmp_path / "search.jsonl"

    def lines(text=section, data=None):
        trained(text, data, journal=journal)
        return len(journal.read_text().splitlines())

    assert lines() == 4
    assert lines() == 4
    assert lines(section.replace("[0.1, 1]", "[0.1, 1, 10]")) == 6
    assert lines(section.replace("accuracy", "log_loss")) == 10
    assert lines(data=raw(seed=1)) == 14
    assert lines(section.replace("linear", "sklearn.svm.LinearSVC")) == 18


def test_the_same_seed_draws_the_same():
    for method in ("random", "halving", "optuna"):
        told = [[each.options for each in run(SPACES[method], Hill(), seed=seed).trials] for seed in (1, 1, 2)]
        assert told[0] == told[1]
        assert told[0] != told[2] or method == "halving"  # all nine of the list are tried


def test_halving_learns_from_more_rows_with_fewer_candidates():
    found = run(
        SPACES["halving"], Hill(), folds=[(np.arange(600), np.arange(600, 900)), (np.arange(300, 900), np.arange(300))]
    )
    rows = [each.rows for each in found.trials]
    assert rows == sorted(rows)
    assert len(set(rows)) > 1
    assert rows.count(rows[0]) > rows.count(rows[-1])


def test_progress_is_told_to_the_end():
    told = []
    run(SPACES["grid"], Hill(), progress=lambda done, total: told.append((done, total)))
    assert told == [(each, 16) for each in range(1, 17)]


def test_ranges_are_drawn_within_their_limits_whole_numbers_staying_whole():
    space = search("random", 50, a={"min": 2, "max": 200, "log": True}, b={"min": 0.5, "max": 0.75})
    found = [each.options for each in run(space, Hill()).trials]
    assert all(isinstance(each["a"], int) and 2 <= each["a"] <= 200 for each in found)
    assert all(0.5 <= each["b"] <= 0.75 for each in found)
    assert sum(each["a"] < 20 for each in found) > 15  # as many in each tenfold


def test_what_the_metric_cannot_tell_is_never_the_best():
    found = run(search("grid", a=[1, 2]), lambda options, fold: float("nan") if options["a"] == 2 else -5.0)
    assert found.best == {"a": 1}
    with pytest.raises(TrainingError, match="the metric can be told of no fold"):
        run(search("grid", a=[1, 2]), lambda options, fold: float("nan"))


def test_a_grid_is_chosen_for_few_combinations_and_drawing_for_many_or_ranges():
    assert method_of(search("auto", a=[1, 2], b=[1, 2])) == "grid"
    assert method_of(search("auto", a=list(range(61)))) == "random"
    assert method_of(search("auto", a=[1, 2], b={"min": 0, "max": 1})) == "random"
    assert method_of(search("optuna", a=[1, 2])) == "optuna"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([], "'a' needs a list of values, or a range"),
        (3, "'a' needs a list of values, or a range"),
        ({"min": 1}, "the range of 'a' is {min: ..., max: ..., log: true}"),
        ({"min": 1, "max": 2, "step": 1}, "the range of 'a' is {min: ..., max: ..., log: true}"),
        ({"min": 2, "max": 1}, "must go from a smaller to a greater number"),
        ({"min": 0, "max": 1, "log": True}, "with `log` begin above 0"),
        ({"min": "a", "max": "b"}, "must go from a smaller to a greater number"),
    ],
)
def test_values_that_are_no_list_and_no_range_are_refused(values, said):
    with pytest.raises(TrainingError) as caught:
        check_parameters(search(a=values), [], "linear")
    assert said in str(caught.value)


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
