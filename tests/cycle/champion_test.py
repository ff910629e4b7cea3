from datetime import datetime

import pytest
from cycled import RULES, deployment
from deployed import make_bundle

from wrangle.cycle.champion import champion_of, rules_of
from wrangle.errors import RetrainError
from wrangle.serving.promotion import Promotion, promote


def test_the_champion_is_the_variant_with_the_greatest_weight(tmp_path):
    live = tmp_path / "live"
    promote(make_bundle(tmp_path / "a", 1), live)
    promote(make_bundle(tmp_path / "b", 2), live, Promotion("big", 5.0))
    found = champion_of(live)
    assert (found.spec.name, found.alone, found.revision) == ("big", False, 2)
    assert found.seen_until == datetime.fromisoformat(found.bundle.manifest["created_at"])


def test_rules_without_a_target_cannot_be_retrained(tmp_path):
    live = tmp_path / "live"
    promote(make_bundle(tmp_path / "a", 1), live)
    with pytest.raises(RetrainError, match="weather: has no `train: target`"):
        _ = rules_of(champion_of(live)).train


def test_other_limits_of_serving_are_the_same_rules(tmp_path):
    live = deployment(tmp_path)
    champion = champion_of(live)
    path = tmp_path / "shop.yaml"
    before = rules_of(champion, path).digest
    text = path.read_text()
    path.write_text(text + "serve: {limits: {records: 5}}\n")
    assert rules_of(champion, path).digest == before
    path.write_text(text.replace("margin: 0.02", "margin: 0.02, keep: 9"))
    assert rules_of(champion, path).digest == before
    path.write_text(text.replace("margin: 0.02", "margin: 0.03"))
    assert rules_of(champion, path).digest != before
    assert rules_of(champion).digest == before
    assert "estimator: linear" in RULES
