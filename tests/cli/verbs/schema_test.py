import json
from pathlib import Path

from typer.testing import CliRunner

from wrangle.cli import app

ROOT = Path(__file__).parents[3]


def test_the_schema_is_printed_as_json():
    found = CliRunner().invoke(app(), ["schema"])
    assert found.exit_code == 0
    assert {"name", "columns", "clean", "transform", "expect", "source"} <= set(json.loads(found.stdout)["properties"])


def test_out_writes_the_same_to_a_file_and_prints_nothing(tmp_path):
    found = CliRunner().invoke(app(), ["schema", "--out", str(tmp_path / "s.json")])
    assert (found.exit_code, found.stdout) == (0, "")
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == CliRunner().invoke(app(), ["schema"]).stdout
