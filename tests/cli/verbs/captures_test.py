import json

import pytest
from deployed import make_bundle
from stores import event
from typer.testing import CliRunner

from wrangle.captures.store import Store
from wrangle.cli import app
from wrangle.errors import CaptureError
from wrangle.serving.masking import rows_of
from wrangle.serving.promotion import promote


@pytest.fixture
def wrangle(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    bundle = make_bundle(tmp_path / "b", 1, "serve: {capture: {url: 'sqlite:///kept/here.sqlite'}}\n")
    promote(bundle, tmp_path / "live")
    with Store(f"sqlite:///{tmp_path}/live/kept/here.sqlite") as store:
        store.add(rows_of([event(number, request={"place": "Århus", "n": number}) for number in range(5)], frozenset()))
    return lambda *arguments: CliRunner().invoke(app(), ["captures", *map(str, arguments)])


def test_captures_of_a_deployment_come_as_lines_where_its_settings_say(wrangle):
    lines = [json.loads(line) for line in wrangle("live").stdout.splitlines()]
    assert [each["request"]["n"] for each in lines] == [0, 1, 2, 3, 4]
    assert lines[0]["time"] == "2026-05-01T12:00:00+00:00"
    assert lines[0]["answer"]["prediction"] == "yes"


def test_a_window_and_a_file_may_be_named(wrangle, tmp_path):
    window = ("--since", "2026-05-01T12:00:01+00:00", "--until", "2026-05-01T14:00:03+02:00")
    found = wrangle("live", *window, "--out", "out.jsonl")
    assert found.stdout == "2 captures written to out.jsonl\n"
    assert "Århus" in (tmp_path / "out.jsonl").read_text(encoding="utf-8")


def test_sagemakers_form_may_be_asked_for_and_an_address_given(wrangle, tmp_path):
    lines = wrangle(f"sqlite:///{tmp_path}/live/kept/here.sqlite", "--sagemaker").stdout.splitlines()
    assert [json.loads(line)["eventMetadata"]["inferenceId"] for line in lines] == [f"id-{n}" for n in range(5)]


@pytest.mark.parametrize(("moment", "said"), [("noon", "no time"), ("2026-05-01", "no time zone")])
def test_a_moment_that_is_none_is_refused(wrangle, moment, said):
    found = wrangle("live", "--since", moment)
    assert found.exit_code == 2
    assert said in found.output


def test_a_store_that_is_not_there_is_told(wrangle, tmp_path):
    found = wrangle(f"sqlite:///{tmp_path}/none.sqlite")
    assert isinstance(found.exception, CaptureError)


def test_captures_of_sagemaker_are_taken_in(wrangle, tmp_path):
    wrangle("live", "--sagemaker", "--out", "lines.jsonl")
    other = f"sqlite:///{tmp_path}/other.sqlite"
    assert wrangle(other, "--import", "lines.jsonl").stdout == "5 captured records read: 5 new, 0 known already\n"
    assert wrangle("live", "--import", "lines.jsonl").stdout == "5 captured records read: 0 new, 5 known already\n"
