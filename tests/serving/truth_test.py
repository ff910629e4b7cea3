"""`POST /truth` keeps what came to be true, and tells what became of it."""

import json

import jsonschema
import pytest
from served import RECORD, serving

from wrangle.captures.labelled import read_labelled
from wrangle.captures.store import Store
from wrangle.sections.serve import Capture as Settings
from wrangle.serving.capture import Capture
from wrangle.serving.inference import Keeping

LINES = {"content_type": "application/jsonlines"}


@pytest.fixture
def caller(app_of, url):
    capture = Capture(Settings(mode="durable"), Store(url))
    capture.start()
    found = app_of(limits={"records": 5}, keeping=Keeping(capture, None, url))
    for name in ("a", "b"):
        assert found.post(RECORD, x_amzn_sagemaker_inference_id=name).status == 200
    yield found
    capture.stop()


def test_labels_are_joined_to_captured_requests(caller, url):
    got = caller.post([{"inference_id": "a", "label": "yes"}, {"inference_id": "z", "label": "no"}], path="/truth")
    assert got.status == 200
    assert got.json == {
        "read": 2, "new": 2, "again": 0, "joined": 1, "unknown": 1, "duplicate": 0, "conflict": 0, "late": 0,
        "refused": [],
    }  # fmt: skip
    assert [frame["inference_id"].to_list() for frame in read_labelled(url)] == [["a"]]
    again = caller.post({"inference_id": "a", "label": "yes"}, path="/truth")
    assert (again.json["new"], again.json["again"]) == (0, 1)


def test_what_does_not_fit_is_told_by_its_place_and_the_rest_is_kept(caller):
    sent = [{"inference_id": "a", "label": "maybe"}, 5, {"inference_id": "b", "icy": "no"}]
    got = caller.post(sent, path="/truth")
    assert got.status == 200
    assert [each["line"] for each in got.json["refused"]] == [1, 2]
    assert got.json["joined"] == 1
    assert caller.post(sent[0], path="/truth").code == "schema_violation"


def test_json_lines_are_taken_also_those_of_sagemaker(caller):
    lines = [
        {"groundTruthData": {"data": "yes", "encoding": "CSV"}, "eventMetadata": {"eventId": "a"}},
        {"inference_id": "b", "label": "no", "label_time": "2026-05-01T00:00:00Z"},
    ]
    body = "\n".join(map(json.dumps, lines)).encode()
    assert caller.post(body, path="/truth", **LINES).json["joined"] == 2


@pytest.mark.parametrize(
    ("body", "headers", "code"),
    [
        (b"{", {}, "malformed_json"),
        (b"[]", {}, "empty_batch"),
        (b"[1,2,3,4,5,6]", {}, "too_many_records"),
        (b"a,b", {"content_type": "text/csv"}, "unsupported_media_type"),
        (b"{}", {"content_type": "text/plain"}, "unsupported_media_type"),
        (b'{"a": 1, "a": 2}', {}, "duplicate_key"),
    ],
)
def test_it_refuses_as_the_other_paths_do(caller, body, headers, code):
    assert caller.post(body, path="/truth", **headers).code == code


def test_ids_and_labels_of_odd_letters_are_no_failure(caller):
    odd = [{"inference_id": "a\x00", "label": "yes"}, {"inference_id": "ü" * 80, "label": "yes"}]
    got = caller.post(odd, path="/truth")
    assert (got.status, got.json["new"], len(got.json["refused"])) == (200, 1, 1)
    assert caller.post(b'{"inference_id": "\\ud800", "label": "yes"}', path="/truth").status in {400, 422}


def test_where_nothing_is_captured_there_is_nothing_to_join(app_of):
    assert app_of().post({"inference_id": "a", "label": "yes"}, path="/truth").code == "no_captures"


def test_it_is_described_and_its_answers_are_as_described(caller):
    document = caller("GET", "/openapi.json").json
    told = document["paths"]["/truth"]["post"]
    for example in told["requestBody"]["content"]["application/json"]["examples"].values():
        got = caller.post(example["value"], path="/truth")
        jsonschema.validate(got.json, told["responses"]["200"]["content"]["application/json"]["schema"])


def test_a_token_is_asked_for(app_of, url):
    caller = app_of(token="a-long-enough-token", keeping=Keeping(None, None, url))
    assert caller.post({}, path="/truth").code == "unauthorized"


@pytest.mark.slow
def test_schemathesis_finds_nothing(bundle_folder, tmp_path):
    import subprocess
    import sys
    from pathlib import Path

    from wrangle.serving.promotion import promote

    promote(bundle_folder, tmp_path / "live")
    with serving(tmp_path / "live") as (_, address):
        command = [Path(sys.executable).with_name("schemathesis"), "run", f"{address}/openapi.json"]
        options = ["--include-path", "/truth", "--max-examples", "60", "--generation-deterministic", "--no-color"]
        found = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout[-6000:]
