"""The cycle does what is due, nothing twice, and ends where it would have, wherever it is killed."""

import json
import subprocess
import sys
import time

import pytest
from cycled import champion_auc, deployment, revision, serve, tell, world

from wrangle.cycle.cycle import cycle
from wrangle.cycle.decision import decisions
from wrangle.errors import LockedError, RetrainError
from wrangle.monitoring.monitor import monitor
from wrangle.serving.promotion import rollback


@pytest.fixture
def live(tmp_path):
    return deployment(tmp_path)


def drifted(live, seed=1, first=10_000, after=10, by="age"):
    later = world(2_000, seed, by, first)
    serve(live, later, after)
    tell(live, later)


def test_where_nothing_is_wrong_nothing_is_done(live):
    drifted(live, by="price")
    found = cycle(live, track=False)
    assert found.report["verdict"] == "fine"
    assert (found.alarm, found.decision, found.says) == (False, None, "no condition of `when:` holds")
    assert json.loads((live / "monitor" / "monitor.json").read_text())["verdict"] == "fine"
    assert revision(live) == 1


def test_before_anything_is_captured_nothing_is_wrong(live):
    assert cycle(live, track=False).alarm is False


def test_a_model_that_grew_bad_is_replaced_and_running_twice_does_nothing_twice(live):
    drifted(live)
    unseen = world(2_000, 5, "age", 50_000)
    before = champion_auc(live, unseen)
    found = cycle(live, track=False)
    assert found.conditions == ("quality",)
    assert (found.decision.action, found.decision.state, found.alarm) == ("promote", "done", False)
    assert found.decision.asked_by == "cycle"
    assert found.decision.monitoring["verdict"] == "alarm"
    assert champion_auc(live, unseen) > before + 0.1
    again = cycle(live, track=False)
    assert (again.alarm, revision(live), len(list(decisions(live)))) == (False, 2, 1)


def test_what_a_new_champion_had_learned_does_not_count_for_it_when_it_is_asked_again(live):
    later = world(2_000, 1, "age", 10_000)
    serve(live, later)
    tell(live, later)
    found = cycle(live, track=False)
    assert found.decision.state == "done"
    learned, held = found.decision.data["captured"], found.decision.data["held_out"]
    for prefix, after in (("r", 30), ("s", 60)):  # under the ids of before, and under others
        serve(live, later, after, prefix)
    tell(live, later, "again.csv", "s")
    seen = monitor(live)
    assert seen.found["window"]["labelled"] == 2 * held
    assert f"{2 * learned:,} records with truth do not count" in " ".join(seen.found["notes"])


def test_an_alarm_that_no_challenger_mends_stays_and_is_not_tried_twice(tmp_path):
    live = deployment(tmp_path, "  retrain: {when: [quality], minimum: 100, margin: 0.9}\n")
    drifted(live)
    found = cycle(live, track=False)
    assert (found.decision.action, found.alarm) == ("keep", True)
    again = cycle(live, track=False)
    assert (again.decision.id, again.alarm) == (found.decision.id, True)
    assert again.says.startswith("0 records with truth have come since the last challenger was judged, and 1 are")
    assert len(list(decisions(live))) == 1


def test_what_comes_later_is_tried_again(tmp_path):
    live = deployment(tmp_path, "  retrain: {when: [quality], minimum: 100, margin: 0.9, fresh: 2000}\n")
    drifted(live)
    cycle(live, track=False)
    drifted(live, 2, 20_000, 100)
    assert cycle(live, track=False).says == ""
    assert len(list(decisions(live))) == 2


def test_after_a_roll_back_the_same_is_not_promoted_again(live):
    drifted(live)
    cycle(live, track=False)
    rollback(live)
    found = cycle(live, track=False)
    assert (found.alarm, revision(live)) == (True, 3)
    assert found.says.startswith("0 records with truth have come")


def test_other_rules_are_tried_at_once(tmp_path):
    live = deployment(tmp_path, "  retrain: {when: [quality], minimum: 100, margin: 0.9}\n")
    drifted(live)
    assert cycle(live, track=False).decision.action == "keep"
    path = tmp_path / "shop.yaml"
    path.write_text(path.read_text().replace("margin: 0.9", "margin: 0.01"))
    assert cycle(live, rules=path, track=False).decision.action == "promote"


def test_a_condition_on_what_there_is_not_is_a_fault(tmp_path):
    live = deployment(tmp_path, "  retrain: {when: ['roc_acu < 0.9']}\n")
    drifted(live)
    with pytest.raises(RetrainError, match="there is no 'roc_acu': did you mean 'roc_auc'"):
        cycle(live, track=False)


def test_an_alarm_with_too_little_truth_stays(tmp_path):
    live = deployment(tmp_path, "  retrain: {when: [drift], minimum: 100}\n")
    serve(live, world(2_000, 1, "age", 10_000).with_columns(price=world(2_000, 1)["price"] + 5))
    found = cycle(live, track=False)
    assert (found.alarm, found.decision) == (True, None)
    assert found.says.startswith("0 records with truth came since the champion learned")


KILLED = """
import importlib, os, signal, sys
from pathlib import Path

module, _, path = sys.argv[2].partition(":")
owner = importlib.import_module(module)
*names, last = path.split(".")
for name in names:
    owner = getattr(owner, name)
real = getattr(owner, last)

def killed(*given, **named):
    if sys.argv[3] == "after":
        real(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(owner, last, killed)
from wrangle.cycle.cycle import cycle
cycle(Path(sys.argv[1]), track=False)
"""

PLAIN = """
import sys
from pathlib import Path
from wrangle.cycle.cycle import cycle
cycle(Path(sys.argv[1]), track=False)
"""

POINTS = [
    ("wrangle.cycle.cycle:monitor", "after"),
    ("wrangle.cycle.challenger:gather", "before"),
    ("wrangle.training.trained:Trained.save", "before"),
    ("wrangle.sources.output:OutputFolder._publish", "before"),
    ("wrangle.training.trained:Trained.save", "after"),
    ("wrangle.cycle.challenger:judge", "before"),
    ("wrangle.cycle.decision:Decision.save", "before"),
    ("wrangle.cycle.decision:Decision.save", "after"),
    ("wrangle.cycle.carrying:promote", "before"),
    ("wrangle.serving.promotion:copy_bundle", "before"),
    ("wrangle.serving.promotion:replace_file", "before"),
    ("wrangle.cycle.carrying:promote", "after"),
    ("wrangle.cycle.decision:Decision.carried_out", "before"),
]


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad")
    drifted(deployment(folder))
    return folder


def copied(bad, to):
    import shutil

    shutil.copytree(bad / "live", to / "live")
    return to / "live"


@pytest.mark.parametrize(("point", "when"), POINTS)
def test_wherever_it_is_killed_the_next_run_comes_to_the_same_end(bad, tmp_path, point, when):
    live = copied(bad, tmp_path)
    killed = subprocess.run([sys.executable, "-c", KILLED, live, point, when], check=False, capture_output=True)
    assert killed.returncode == -9, killed.stderr.decode()
    cycle(live, track=False)
    ended = cycle(live, track=False)
    assert (revision(live), ended.alarm) == (2, False)
    found = list(decisions(live))
    assert [(each.action, each.state, each.revision) for each in found] == [("promote", "done", 2)]
    told = json.loads((live / "deployment.json").read_text())
    assert told["variants"][0]["digest"] == found[0].challenger["digest"]
    assert not list((live / "challengers").glob("[!.]*"))


def test_two_at_once_are_one(bad, tmp_path):
    live = copied(bad, tmp_path)
    many = [subprocess.Popen([sys.executable, "-c", PLAIN, live], stderr=subprocess.PIPE) for _ in range(3)]
    said = [each.communicate(timeout=120)[1].decode() for each in many]
    assert sum("LockedError" in each for each in said) + sum(each.returncode == 0 for each in many) == 3
    assert (revision(live), len(list(decisions(live)))) == (2, 1)


def test_the_lock_goes_with_the_process(live):
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom wrangle.cycle.lock import only_one\n"
        "with only_one(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)"
    )
    other = subprocess.Popen([sys.executable, "-c", code, live], stdout=subprocess.PIPE)
    assert other.stdout.readline() == b"held\n"
    with pytest.raises(LockedError, match=f"process {other.pid}"):
        cycle(live, track=False)
    other.kill()
    other.communicate()
    time.sleep(0.05)
    assert cycle(live, track=False).alarm is False
