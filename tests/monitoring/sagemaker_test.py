import base64
import json

import pytest

from wrangle.captures.read import read_captures
from wrangle.captures.sagemaker import sagemaker_lines
from wrangle.errors import CaptureError
from wrangle.monitoring.monitor import monitor
from wrangle.monitoring.sagemaker import read_lines, violations


def line(data, kind="application/json", encoding="JSON", answer='{"predictions": [1]}', **more):
    return json.dumps(
        {
            "captureData": {
                "endpointInput": {"observedContentType": kind, "mode": "INPUT", "data": data, "encoding": encoding},
                "endpointOutput": {"observedContentType": kind, "data": answer, "encoding": "JSON"},
            },
            "eventMetadata": {"eventId": "e", "inferenceId": "i", "inferenceTime": "2026-05-01T12:00:00Z", **more},
            "eventVersion": "0",
        }
    )


def test_what_was_captured_by_us_and_written_as_sagemakers_is_monitored_alike(served, rows, tmp_path):
    served.serve(rows.head(600))
    folder = tmp_path / "capture" / "2026" / "01"
    folder.mkdir(parents=True)
    lines = (text for frame in read_captures(served.url) for text in sagemaker_lines(frame))
    (folder / "part.jsonl").write_text("\n".join(lines))
    one = monitor(served.bundle.folder, captures=str(tmp_path / "capture"))
    other = monitor(served.bundle.folder, captures=served.url)
    assert one.found["columns"] == other.found["columns"]
    assert one.found["window"]["records"] == 600


@pytest.mark.parametrize(
    ("given", "records"),
    [
        (line('{"a": 1}'), [{"a": 1}]),
        (line('{"instances": [{"a": 1}, {"a": 2}]}'), [{"a": 1}, {"a": 2}]),
        (
            line('{"a": 1}\n{"a": 2}', "application/jsonlines", answer='{"prediction": 1}\n{"prediction": 0}'),
            [{"a": 1}, {"a": 2}],
        ),
        (line("1,x\n2,y", "text/csv", "CSV"), [{"a": "1", "b": "x"}, {"a": "2", "b": "y"}]),
        (line(base64.b64encode(b'{"a": 1}').decode(), encoding="BASE64"), [{"a": 1}]),
    ],
)
def test_each_encoding_is_read_into_records(given, records, tmp_path):
    path = tmp_path / "one.jsonl"
    path.write_text(given + "\n\n")
    found = list(read_lines(path, ("a", "b")))
    assert [json.loads(each[6]) for each in found] == records
    assert json.loads(found[0][7]) == {"status": "ok", "prediction": 1}
    assert [each[1] for each in found] == (["i"] if len(records) == 1 else ["i/0", "i/1"])


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"captureData": {}, "eventMetadata": {}}'])
def test_what_is_no_capture_is_named_by_file_and_line(text, tmp_path):
    path = tmp_path / "one.jsonl"
    path.write_text(text)
    with pytest.raises(CaptureError, match=r"one\.jsonl:1: is no line of data capture"):
        list(read_lines(path))


def test_alarms_have_sagemakers_names():
    alarm = {"about": "canonicalize", "column": "country", "measure": "nulls", "says": "so many"}
    told = violations([alarm, alarm | {"column": None, "measure": "psi"}])["violations"]
    assert told[0] == {
        "feature_name": "country", "constraint_check_type": "completeness_check", "description": "so many",
    }  # fmt: skip
    assert told[1]["constraint_check_type"] == "baseline_drift_check"
