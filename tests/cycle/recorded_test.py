"""MLflow knows each challenger once, which of them is the champion, and why."""

import json
from pathlib import Path

import pytest
from cycled import deployment, serve, tell, world

from wrangle.cycle.cycle import cycle
from wrangle.cycle.decision import decisions
from wrangle.cycle.recorded import record
from wrangle.cycle.retrain import retrain

pytestmark = pytest.mark.slow


def test_decisions_are_recorded_with_their_evidence(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    from wrangle.training.registry import champion, track
    from wrangle.training.store import client

    live = deployment(tmp_path)
    track(tmp_path / "first")
    later = world(2_000, 1, "age", 10_000)
    serve(live, later)
    tell(live, later)
    promoted = cycle(live).decision
    asked = client()
    assert _aliases(asked) == {"champion": "2"}
    assert champion("shop").joinpath("manifest.json").is_file()
    run = asked.get_run(promoted.mlflow["run_id"])
    assert run.data.tags["decision.action"] == "promoted"
    assert "decision.json" in [each.path for each in asked.list_artifacts(run.info.run_id)]
    told = json.loads(Path(asked.download_artifacts(run.info.run_id, "decision.json")).read_text())
    assert told["metrics"]["roc_auc"]["better_by"]["low"] > 0

    more = world(2_000, 2, "age", 20_000)
    serve(live, more, after=100)
    tell(live, more)
    path = tmp_path / "shop.yaml"
    path.write_text(path.read_text().replace("margin: 0.02", "margin: 0.9"))
    kept, _ = retrain(live, rules=path)
    assert kept.action == "keep"
    assert _aliases(asked) == {"champion": "2", "challenger": "3"}
    again = record(live / kept.challenger["bundle"], kept, promoted=False)
    assert again["version"] == "3", "what is recorded is not recorded again"
    assert len(list(decisions(live))) == 2


def _aliases(asked):
    return {name: str(version) for name, version in asked.get_registered_model("shop").aliases.items()}
