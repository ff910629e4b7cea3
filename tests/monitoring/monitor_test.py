import json
from datetime import timedelta

import polars as pl
import pytest
from injected import FAULTS, flipped
from monitored import START, Served

from wrangle.errors import ArtefactError, CaptureError
from wrangle.monitoring.monitor import monitor
from wrangle.serving.promotion import promote


def watched(served, **options):
    return monitor(served.bundle.folder, captures=served.url, **options)


@pytest.fixture(scope="session")
def calm(deicing, tmp_path_factory):
    """A window without a fault."""
    bundle, rows = deicing
    served = Served(bundle, tmp_path_factory.mktemp("calm") / "captures.sqlite")
    some = rows.sample(1000, seed=11, shuffle=True)
    ids = served.serve(some.drop("icing_soon"))
    served.add_truth(ids, some["icing_soon"].to_list())
    return served


def test_records_as_in_training_raise_no_alarm(calm):
    found = watched(calm)
    assert found.is_fine, str(found)
    assert found.found["window"]["records"] == 1000
    assert found.found["quality"]["roc_auc"]["value"] > 0.85


@pytest.mark.parametrize("seed", range(8))
def test_few_windows_of_the_training_raise_an_alarm(served, rows, seed):
    served.serve(rows.sample(700, seed=seed, shuffle=True))
    assert watched(served).is_fine


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.name)
def test_an_injected_fault_is_named(served, deicing, fault):
    taken = deicing[1].sample(1500, seed=7, shuffle=True)
    changed = fault.change(taken).head(1000)
    ids = served.serve(changed.drop("icing_soon"))
    labels = changed["icing_soon"].to_list()
    if fault.labels:
        others = iter(flipped([each for each in labels if each is not None], fault.name))
        labels = [None if each is None else next(others) for each in labels]
    served.add_truth(ids, labels)
    alarms = watched(served).alarms
    wanted = None if fault.slice is None else dict([fault.slice])
    named = [each for each in alarms if {each["about"], each["column"]} & set(fault.named)]
    assert [each for each in named if wanted is None or each["slice"] == wanted], [each["says"] for each in alarms]


def test_an_alarm_says_it_in_a_sentence_and_shows_examples(served, rows):
    served.serve(rows.head(600).with_columns(country=pl.lit("Atlantis")))
    column, rule = (next(each for each in watched(served).alarms if each["kind"] == kind) for kind in ("drift", "rule"))
    assert column["says"].startswith(
        "country, as it is sent: 600 of 600 rows (100 %) hold values that training did not"
    )
    assert column["examples"] == ["'Atlantis' 600"]
    assert (rule["about"], rule["column"]) == ("canonicalize", "country")
    assert "'Atlantis' is no known spelling" in rule["examples"][0]


def test_only_the_newest_windows_raise_the_alarm_and_the_older_ones_are_shown(served, rows):
    served.serve(rows.head(1000).with_columns(country=pl.lit("Atlantis")))
    served.serve(rows.tail(1000), at=START + timedelta(days=1))
    found = watched(served)
    assert found.is_fine
    assert [bool(each["alarms"]) for each in found.found["windows"]] == [True, False]
    assert not watched(served, until=START + timedelta(hours=12)).is_fine
    assert watched(served, since=START + timedelta(hours=12)).found["window"]["records"] == 1000


def test_a_rule_file_may_mend_what_is_watched(served, rows, tmp_path):
    served.serve(rows.head(600).with_columns(country=pl.lit("Atlantis")))
    served.serve(rows.tail(600), at=START + timedelta(days=1))
    rules = tmp_path / "watch.yaml"
    rules.write_text("name: deicing\nmonitor: {window: {time: 1d, recent: 2}}\n")
    found = watched(served, rules=rules)
    assert [each["records"] for each in found.found["windows"]] == [600, 600]
    assert not found.is_fine
    rules.write_text("name: deicing\nmonitor: {window: {time: 1d, recent: 2}, drift: {in_a_row: 2}}\n")
    assert watched(served, rules=rules).is_fine
    rules.write_text("name: deicing\nmonitor: {drift: {without: [cuntry]}}\n")
    with pytest.raises(CaptureError, match="did you mean 'country'"):
        watched(served, rules=rules)


def test_too_few_records_are_not_judged(served, rows):
    served.serve(rows.head(100).with_columns(country=pl.lit("Atlantis")))
    found = watched(served)
    assert found.is_fine
    assert "nothing was compared" in found.found["notes"][0]


def test_masked_values_are_left_out_and_named(served, rows):
    records = [{**row, "country": "***"} for row in rows.head(600).iter_rows(named=True)]
    answers = served.predictor.answers(rows.head(600).to_dicts())
    served.serve(records, answers=answers)
    found = watched(served)
    assert found.is_fine, str(found)
    assert "country" in found.found["notes"][0]
    assert "***" not in json.dumps(found.found)


def test_a_deployment_needs_no_more_than_its_folder(deicing, tmp_path, rows):
    live = tmp_path / "live"
    promote(deicing[0], live)
    served = Served(deicing[0], live / "captures.sqlite")
    served.serve(rows.head(600))
    found = monitor(live)
    assert found.save() == live / "monitor"
    assert {path.name for path in (live / "monitor").iterdir()} == {
        "monitor.json", "report.html", "statistics.json", "constraints.json", "violations.json",
    }  # fmt: skip
    assert json.loads((live / "monitor" / "monitor.json").read_text())["verdict"] == "fine"
    with pytest.raises(Exception, match="no variant 'canary'"):
        monitor(live, variant="canary")


def test_it_says_what_is_missing(deicing, tmp_path):
    with pytest.raises(CaptureError, match="--captures URL"):
        monitor(deicing[0])
    with pytest.raises(CaptureError, match="no such"):
        monitor(deicing[0], captures=str(tmp_path / "nowhere"))
    with pytest.raises(ArtefactError, match="is no bundle"):
        monitor(tmp_path, captures="sqlite:///x.sqlite")


def test_a_notebook_shows_the_verdict(calm):
    assert "Fine" in watched(calm)._repr_html_()
    assert str(watched(calm)).startswith("deicing ")
