import json

import pytest
from searches import FOLDS, SPACES, Hill
from trainings import raw, trained

from wrangle.training.journal import Journal
from wrangle.training.search import run_search


def run(wanted, measure, journal):
    return run_search(wanted, FOLDS, measure, seed=0, journal=journal)


@pytest.mark.parametrize("method", SPACES)
def test_a_search_that_was_stopped_goes_on_and_measures_nothing_again(method, tmp_path):
    whole, path = Hill(), tmp_path / "journal" / "search.jsonl"
    expected = run(SPACES[method], whole, Journal())

    class Stopped(Hill):
        def __call__(self, options, fold):
            if len(self.asked) == 5:
                raise KeyboardInterrupt
            return super().__call__(options, fold)

    first, second, third = Stopped(), Hill(), Hill()
    with pytest.raises(KeyboardInterrupt):
        run(SPACES[method], first, Journal(path))
    with path.open("a", encoding="utf-8") as file:
        file.write('{"key": "half a li')
    found = run(SPACES[method], second, Journal(path))
    assert found.best == expected.best
    assert [each.value for each in found.trials] == [each.value for each in expected.trials]
    different = {json.dumps(each) for each in whole.asked}
    assert len(first.asked) == 5
    assert len(first.asked) + len(second.asked) == len(different)
    run(SPACES[method], third, Journal(path))
    assert third.asked == []


def test_a_journal_of_another_search_counts_for_nothing(tmp_path):
    path, first, second = tmp_path / "search.jsonl", Hill(), Hill()
    run(SPACES["grid"], first, Journal(path, "these data"))
    run(SPACES["grid"], second, Journal(path, "other data"))
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
