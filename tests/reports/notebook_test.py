import pytest
from report_facts import NASTY, PROBLEMS, facts

from wrangle.reports.notebook import notebook


@pytest.mark.parametrize("problem", PROBLEMS)
def test_the_view_is_a_small_fragment_without_style_of_its_own(problem):
    view = notebook(facts(problem, nasty=True))
    assert view.startswith("<div")
    assert len(view) < 10_000
    assert not any(tag in view for tag in ("<script", "<style", "<html", "http"))


def test_the_view_tells_verdict_metrics_and_what_to_look_at():
    view = notebook(facts())
    assert "Not accepted: 1 of 2 limits are not met." in view
    assert "ROC AUC" in view
    assert "to look at" in view
    assert NASTY not in view
