import json

from served import make_bundle

from wrangle.bundle.bundle import digest_of, json_line, json_text
from wrangle.bundle.load import load_bundle


def test_a_bundle_tells_what_its_files_hold(tmp_path):
    found = load_bundle(make_bundle(tmp_path / "ice"))
    assert found.digest == digest_of((tmp_path / "ice" / "manifest.json").read_bytes())
    assert set(found.schema) == {"input", "output"}
    assert found.metrics == {}
    assert found.rules == tmp_path / "ice" / "rules" / "ice.yaml"
    assert set(found.golden[0]) == {"record", "answer"}
    assert found.source("rows.csv").path == "rows.csv"


def test_json_is_written_as_people_write_it():
    value = {"name": "Århus", "rows": [1, None]}
    assert json.loads(json_text(value)) == json.loads(json_line(value)) == value
    assert "Århus" in json_line(value)
    assert json_line(value).count("\n") == 1
