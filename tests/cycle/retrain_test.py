"""A challenger is trained on all but the newest records, judged on these, and promoted or kept."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from cycled import RULES, champion_auc, deployment, revision, serve, store_of, tell, world

from wrangle.bundle.load import load_bundle
from wrangle.captures.event import CaptureEvent
from wrangle.captures.store import Store
from wrangle.cycle.champion import champion_of
from wrangle.cycle.decision import decisions
from wrangle.cycle.retrain import retrain
from wrangle.errors import LockedError, RetrainError, TooFewError
from wrangle.serving.masking import rows_of


@pytest.fixture
def live(tmp_path):
    return deployment(tmp_path)


def test_a_challenger_that_is_better_on_the_newest_records_takes_the_champions_place(live):
    later = world(3_000, 1, "age", 10_000)
    serve(live, later)
    tell(live, later)
    unseen = world(2_000, 2, "age", 20_000)
    before = champion_auc(live, unseen)
    found, new = retrain(live, track=False)
    assert new
    assert (found.action, found.state, found.revision, revision(live)) == ("promote", "done", 2, 2)
    assert found.metrics["roc_auc"]["better_by"]["low"] > 0.02
    assert champion_auc(live, unseen) > before + 0.1
    assert found.data["repository"] == 2_000
    assert (found.data["captured"], found.data["held_out"]) == (2_250, 750)
    assert (live / found.challenger["bundle"]).is_dir()
    assert not list((live / "challengers").glob("[!.]*"))


def test_the_same_inputs_are_judged_once(live):
    later = world(2_000, 1, "age", 10_000)
    serve(live, later)
    tell(live, later)
    first, _ = retrain(live, track=False)
    second, new = retrain(live, track=False)
    assert first.action == "promote"
    assert second.id != first.id, "the champion is another one now"
    assert (new, second.action, revision(live)) == (True, "keep", 2)
    third, new = retrain(live, track=False)
    assert (third.id, new, revision(live)) == (second.id, False, 2)
    assert len(list(decisions(live))) == 2


def test_a_challenger_that_is_no_better_is_kept_and_it_is_said_why(live):
    later = world(1_000, 1, "price", 10_000)
    serve(live, later)
    tell(live, later)
    found, _ = retrain(live, track=False)
    assert (found.action, found.state, revision(live)) == ("keep", "done", 1)
    assert "its lower end should be 0.02 or more" in found.why[0]
    assert load_bundle(live / found.challenger["bundle"]).digest == found.challenger["digest"]


def test_of_challengers_that_were_kept_the_newest_stay_and_every_decision(tmp_path):
    live = deployment(tmp_path, "  retrain: {when: [quality], minimum: 100, margin: 0.9, keep: 1}\n")
    journal = live / "challengers" / ".{}.search.jsonl"
    found = []
    for seed in (1, 2, 3):
        later = world(600, seed, "age", 10_000 * seed)
        serve(live, later, 100 * seed)
        tell(live, later, f"{seed}.csv")
        found.append(retrain(live, track=False)[0])
        Path(str(journal).format(found[-1].id)).touch()  # as a search that was killed leaves it
    assert [each.action for each in found] == ["keep"] * 3
    assert [each.name for each in (live / "challengers").glob("[!.]*")] == [found[-1].id]
    assert load_bundle(live / found[-1].challenger["bundle"]).digest == found[-1].challenger["digest"]
    assert {each.id for each in decisions(live)} == {each.id for each in found}
    again, new = retrain(live, track=False)
    assert (again, new) == (found[-1], False)
    assert not list((live / "challengers").glob(".*.jsonl"))


def test_the_hold_out_is_learned_by_neither(live):
    later = world(1_000, 1, "age", 10_000)
    serve(live, later)
    tell(live, later)
    found, _ = retrain(live, track=False)
    bundle = load_bundle(live / found.challenger["bundle"])
    assert bundle.manifest["counts"]["test"]["read"] == found.data["held_out"] == 250
    assert bundle.manifest["counts"]["training"]["read"] == 2_000 + 750
    again = world(1_000, 3, "age", 30_000)
    serve(live, again, after=100)
    tell(live, again)
    second, _ = retrain(live, track=False)
    assert second.data["cutoff"] > found.data["until"], "what the new champion was judged by may be learned later"
    assert second.data["labelled"] == 2_000


def test_records_that_the_repository_holds_too_are_learned_once_and_not_judged_by(live, tmp_path):
    old = world(2_000, 0)
    serve(live, old.head(500))
    tell(live, old.head(500))
    with pytest.raises(TooFewError, match="0 records with truth came since the champion learned"):
        retrain(live, track=False)
    later = world(1_000, 1, "age", 10_000)
    serve(live, later, after=100)
    tell(live, later)
    world(2_000, 0).vstack(later).write_parquet(tmp_path / "all.parquet")
    found, _ = retrain(live, data=tmp_path / "all.parquet", track=False)
    assert found.data["held_out"] == 375
    assert found.data["captured"] == 0
    assert found.data["repository"] == 3_000 - 375, "rows of the hold-out are not learned from the repository either"


def test_without_enough_truth_nothing_is_trained(live):
    later = world(300, 1, "age", 10_000)
    serve(live, later)
    tell(live, later.head(50))
    with pytest.raises(TooFewError, match="50 records with truth came since the champion learned, and the hold-out"):
        retrain(live, track=False)
    assert not list(decisions(live))


def test_a_limit_of_accept_and_a_metric_that_got_worse_keep_a_challenger(tmp_path):
    live = deployment(tmp_path, "  retrain: {minimum: 100, tolerate: {brier: 0.01}}\n",
                      RULES.replace("{min: 0.6}", "{min: 0.99}"))  # fmt: skip
    later = world(1_000, 1, "age", 10_000)
    serve(live, later)
    tell(live, later)
    found, _ = retrain(live, track=False)
    assert found.action == "keep"
    assert found.why == (f"a limit of `accept:` does not hold: {found.accepts[0]['text']}",)


def test_a_target_that_the_steps_make_cannot_be_trained_on(tmp_path):
    rules = RULES.replace("target: sold", "target: gone").replace(
        "train:", "transform:\n  - derive: {gone: sold, at: training}\ntrain:", 1
    )
    live = deployment(tmp_path, rules=rules)
    later = world(300, 1, "age", 10_000)
    serve(live, later)
    tell(live, later)
    with pytest.raises(RetrainError, match="the data have no column 'gone', the target"):
        retrain(live, track=False)


def test_a_second_run_is_told_that_one_is_under_way(live):
    from wrangle.cycle.lock import only_one

    with only_one(live), pytest.raises(LockedError, match="another cycle is under way"):
        retrain(live, track=False)


def test_data_that_is_gone_is_asked_for(live, tmp_path):
    (tmp_path / "data.parquet").unlink()
    with pytest.raises(RetrainError, match="name the rule file by `--rules`, or the data by `--data`"):
        retrain(live, track=False)


def test_other_variants_go_on_as_they_are(live, tmp_path):
    from wrangle.serving.promotion import Promotion, promote

    promote(tmp_path / "first", live, Promotion("canary", 0.1))
    later = world(1_000, 1, "age", 10_000)
    serve(live, later)
    tell(live, later)
    found, _ = retrain(live, track=False)
    told = json.loads((live / "deployment.json").read_text())
    assert found.action == "promote"
    assert [(each["name"], each["weight"]) for each in told["variants"]] == [("main", 1.0), ("canary", 0.1)]
    assert told["variants"][0]["digest"] == found.challenger["digest"]


def captured(live, rows, mask, version=None):
    version = version or champion_of(live).spec.digest
    moment = datetime.now(UTC) + timedelta(seconds=10)
    events = [
        CaptureEvent(f"r{row['number']}", moment + timedelta(seconds=place), "main", version, row, {"status": "ok"})
        for place, row in enumerate(rows.drop("sold").iter_rows(named=True))
    ]
    events[0] = CaptureEvent("r10000", moment, "main", version, {"x": 1}, {"rejected_by": ["schema"]})
    with Store(store_of(live)) as store:
        store.add(rows_of(events, frozenset(mask)))
    tell(live, rows)


def test_masked_columns_and_records_that_were_none_are_told(live):
    captured(live, world(600, 1, "age", 10_000), ["number"])
    found, _ = retrain(live, track=False)
    assert found.data["masked"] == ["number"]
    assert found.data["left_out"] == {"not records of the model": 1}
    assert found.data["labelled"] == 599


def test_what_the_model_answers_by_must_not_be_masked(live):
    captured(live, world(600, 1, "age", 10_000), ["kind"])
    with pytest.raises(RetrainError, match="the values of kind are masked in the captures"):
        retrain(live, track=False)


def test_a_column_that_is_null_in_the_whole_hold_out_is_a_fact_and_no_failure(live):
    captured(live, world(600, 1, "age", 10_000).with_columns(kind=pl.lit(None, pl.String)), [])
    assert retrain(live, track=False)[0].metrics["roc_auc"]["champion"]["value"] is not None


def test_what_another_model_answered_in_the_same_store_is_not_learned(live):
    captured(live, world(600, 1, "age", 10_000), [], "ab" * 32)
    with pytest.raises(TooFewError, match="0 records with truth came"):
        retrain(live, track=False)
