import json

import polars as pl
import pytest
from monitored import Served, deicing_bundle
from typer.testing import CliRunner

from wrangle.cli import app
from wrangle.serving.promotion import promote


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    folder = tmp_path_factory.mktemp("live")
    bundle, rows = deicing_bundle(folder / "bundle")
    promote(bundle, folder / "live")
    served = Served(bundle, folder / "live" / "captures.sqlite")
    served.serve(rows.drop("icing_soon").sample(600, seed=1, shuffle=True))
    other = Served(bundle, folder / "other.sqlite")
    other.serve(rows.drop("icing_soon").head(600).with_columns(country=pl.lit("Atlantis")))
    return folder


def run(*arguments):
    return CliRunner().invoke(app(), ["monitor", *map(str, arguments)])


def test_the_exit_code_is_0_where_all_is_fine_and_the_report_is_in_the_deployment(live):
    found = run(live / "live")
    assert found.exit_code == 0, found.output
    assert (live / "live" / "monitor" / "report.html").is_file()
    assert "fine" in found.stdout


def test_the_exit_code_is_1_where_there_is_an_alarm(live):
    found = run(live / "live", "--captures", f"sqlite:///{live}/other.sqlite", "--out", live / "out", "--json")
    assert found.exit_code == 1
    told = json.loads(found.stdout)
    assert told["verdict"] == "alarm"
    assert told == json.loads((live / "out" / "monitor.json").read_text())


def test_the_exit_code_is_2_where_no_record_was_captured(live):
    found = run(live / "live", "--since", "2030-01-01T00:00+00:00", "--out", live / "none")
    assert found.exit_code == 2, found.output
    assert "no record of this model was captured" in found.stdout
    assert json.loads((live / "none" / "monitor.json").read_text())["verdict"] == "empty"
    assert "No record was captured" in (live / "none" / "report.html").read_text()


@pytest.mark.parametrize(
    "arguments", [("nowhere",), ("nowhere", "--since", "noon"), ("nowhere", "--captures", "x.jsonl")]
)
def test_the_exit_code_is_2_where_nothing_could_be_told(arguments, live, monkeypatch):
    monkeypatch.chdir(live)
    assert run(*arguments).exit_code == 2
