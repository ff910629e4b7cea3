"""The whole life of a model on real data that drifts: `make cycle`, with a fifth of the flights of two months."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from wrangle.captures.states import coverage
from wrangle.cycle.decision import decisions

SCRIPT = Path(__file__).parents[2] / "sample_data" / "play_flights.py"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    spec = importlib.util.spec_from_file_location("play_flights", SCRIPT)
    module = sys.modules["play_flights"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = module.Story(tmp_path_factory.mktemp("story"), every=5, months=(4, 5))
    found.play()
    return found


def test_no_request_is_lost_while_models_change(story):
    assert story.lost == 0


def test_every_flight_has_its_truth_by_what_it_is(story):
    told = coverage(f"sqlite:///{story.live}/captures.sqlite")
    assert told.counts.describe() == {"joined": 11_180, "unknown": 0, "duplicate": 0, "conflict": 0, "late": 0}
    assert told.labelled == 11_180


def test_a_model_that_grew_bad_is_replaced_by_one_that_was_better_on_what_neither_had_learned(story):
    decision = next(decisions(story.live))
    assert decision.conditions == ("roc_auc < 0.69 and labelled >= 1000",)
    assert decision.monitoring["verdict"] == "alarm"
    assert (decision.action, decision.state, decision.revision) == ("promote", "done", 2)
    gains = {name: each["better_by"]["value"] for name, each in decision.metrics.items()}
    assert decision.metrics["roc_auc"]["better_by"]["low"] >= 0.005
    assert gains["brier"] >= -0.002
    assert decision.data["repository"] == 10_035


def test_it_is_better_on_the_month_that_came_after(story):
    april, may = story.told
    assert april["roc_auc"] == pytest.approx(april["first roc_auc"])
    assert may["by"] != april["by"]
    assert may["roc_auc"] > may["first roc_auc"] + 0.01


def test_a_roll_back_and_its_taking_back_are_told(story):
    told = json.loads((story.live / "deployment.json").read_text())
    assert [each["action"] for each in told["history"]][:2] == ["rollback to revision 1", told["history"][1]["action"]]
    assert told["action"] == "rollback to revision 2"
    assert told["variants"][0]["digest"] == next(decisions(story.live)).challenger["digest"]
