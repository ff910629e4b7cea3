"""What was decided is carried out once, and only where the deployment is still as it was."""

from pathlib import Path

import pytest
from cycled import RETRAIN, deployment, revision, serve, tell, world

from wrangle.cycle.carrying import carry_out, finish
from wrangle.cycle.challenger import Asked, decide
from wrangle.cycle.champion import champion_of, rules_of
from wrangle.cycle.decision import decisions
from wrangle.serving.promotion import promote


@pytest.fixture
def live(tmp_path):
    found = deployment(tmp_path)
    later = world(1_000, 1, "age", 10_000)
    serve(found, later)
    tell(found, later)
    return found


def decided(live):
    champion = champion_of(live)
    return decide(champion, rules_of(champion), Asked())[0]


def test_nothing_of_the_deployment_changes_before_it_is_carried_out(live):
    decision = decided(live)
    assert (decision.action, decision.state, revision(live)) == ("promote", "decided", 1)
    assert [each.state for each in finish(live, track=False)] == ["done"]
    assert revision(live) == 2
    assert finish(live, track=False) == []
    done = next(decisions(live))
    assert carry_out(live, done, track=False) == done
    assert revision(live) == 2


def test_what_was_decided_of_a_model_that_is_served_no_more_is_overtaken(live, tmp_path):
    decision = decided(live)
    other = deployment(tmp_path / "other", RETRAIN.replace("0.02", "0.03"))
    promote(Path(other).parent / "first", live)
    assert carry_out(live, decision, track=False).state == "overtaken"
    assert revision(live) == 2
