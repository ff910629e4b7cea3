import pytest
from report_facts import facts

from wrangle.reports.wording import sources, task, verdict


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ("regression", "Predicts the number value"),
        ("binary", "Predicts whether ice is true (false or true)"),
        ("multiclass", "Predicts kind, one of 3 classes: dry, damp, ice"),
        ("clustering", "Sorts rows into clusters"),
        ("anomaly", "Finds rows that are unlike the others"),
    ],
)
def test_the_task_is_told_in_a_sentence(problem, said):
    assert task(facts(problem)) == said


@pytest.mark.parametrize(
    ("passed", "word", "said"),
    [
        ([], "open", "No limits were set"),
        ([True], "yes", "Accepted: the limit is met."),
        ([True, True], "yes", "Accepted: all 2 limits are met."),
        ([True, False], "no", "Not accepted: 1 of 2 limits are not met."),
    ],
)
def test_the_verdict_is_told_in_a_word_and_a_sentence(passed, word, said):
    found = verdict(facts(metrics={"verdicts": [{"passed": each} for each in passed]}))
    assert found[0] == word
    assert found[1].startswith(said)


def test_every_file_of_the_data_is_told_with_its_digest():
    data = [{"name": "a", "files": ["x.csv", "y.csv"], "sha256": "ab"}, {"name": "frame"}]
    assert sources(facts(dataset=data)) == [("x.csv", "ab"), ("y.csv", "ab"), ("frame", "-")]
