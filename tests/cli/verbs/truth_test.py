import json

import pytest
from deployed import make_bundle
from stores import event
from typer.testing import CliRunner

from wrangle.captures.store import Store
from wrangle.cli import app
from wrangle.errors import SourceError
from wrangle.serving.masking import rows_of
from wrangle.serving.promotion import promote

MORE = "monitor: {truth: {key: [station, humidity], within: 1d}}\n"


@pytest.fixture
def wrangle(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    promote(make_bundle(tmp_path / "b", 1, MORE), tmp_path / "live")
    with Store(f"sqlite:///{tmp_path}/live/captures.sqlite") as store:
        records = [event(number, request={"station": "EWR", "humidity": number}) for number in range(4)]
        store.add(rows_of(records, frozenset()))
    return lambda *arguments: CliRunner().invoke(app(), ["truth", *map(str, arguments)])


def test_labels_are_added_and_shown(wrangle, tmp_path):
    (tmp_path / "t.csv").write_text("inference_id,label\nid-0,1.5\nid-9,2\nid-1,warm\n")
    found = wrangle("add", "t.csv", "live")
    assert found.exit_code == 1, found.output
    assert "3 lines read: 2 new, 0 known already, 1 refused" in found.stdout
    assert "1 joined, 1 unknown, 0 duplicate, 0 conflict, 1 late" in found.stdout
    assert "refused  line 4: 'warm' is no number" in found.stderr
    shown = wrangle("show", "live").stdout
    assert "2 lines of truth" in shown
    assert "1 of 4 captured requests have a label (25.0%)" in shown
    assert "answered from 2026-05-01T12:00:00+00:00 to 2026-05-01T12:00:00+00:00" in shown


def test_labels_are_added_by_the_key_that_the_rule_file_names(wrangle, tmp_path):
    lines = [{"station": "EWR", "humidity": n, "index": n * 1.0} for n in range(6)]
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, lines)))
    found = wrangle("add", "t.jsonl", "live")
    assert "4 joined, 2 unknown" in found.stdout, found.output
    assert found.exit_code == 0
    assert "0 new, 6 known already" in wrangle("add", "t.jsonl", "live").stdout


def test_a_conflict_is_kept_until_it_is_said_to_replace(wrangle, tmp_path):
    for name, label in (("a", 1), ("b", 2)):
        (tmp_path / f"{name}.csv").write_text(f"ref,value\nid-0,{label}\n")
    columns = ("--id", "ref", "--label", "value")
    assert "1 joined" in wrangle("add", "a.csv", "live", *columns).stdout
    assert "1 conflict" in wrangle("add", "b.csv", "live", *columns).stdout
    assert wrangle("add", "b.csv", "live", *columns, "--replace").exit_code == 0
    with pytest.raises(SourceError, match="has no column 'refs'"):
        raise wrangle("add", "b.csv", "live", "--id", "refs", "--label", "value").exception


def test_a_store_and_a_database_may_be_named_by_their_addresses(wrangle, tmp_path):
    url = f"sqlite:///{tmp_path}/live/captures.sqlite"
    (tmp_path / "t.csv").write_text("inference_id,label\nid-0,anything\n")
    assert "1 joined" in wrangle("add", "t.csv", url).stdout
    found = wrangle("add", url, url, "--table", "truth", "--label", "label")
    assert "1 known already" in found.stdout or "1 new" in found.stdout, found.output
    assert "1 of 4" in wrangle("show", url).stdout
