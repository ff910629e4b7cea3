import json

import pytest
from stores import event, kept_ids

from wrangle.captures.read import read_captures, values_of
from wrangle.captures.sagemaker import sagemaker_lines
from wrangle.captures.store import Store
from wrangle.errors import CaptureError
from wrangle.monitoring.importing import Served, import_captures
from wrangle.serving.masking import rows_of

SERVED = Served(("station", "temperature"), "main", "cd" * 32)


def line(data, encoding="CSV", answer="0.25\n0.75", **event_):
    told = {"eventId": "e1", "inferenceTime": "2026-05-01T12:00:00Z", **event_}
    sides = {
        "endpointInput": {"observedContentType": "text/csv", "mode": "INPUT", "data": data, "encoding": encoding},
        "endpointOutput": {"observedContentType": "text/csv", "mode": "OUTPUT", "data": answer, "encoding": "CSV"},
    }
    return json.dumps({"captureData": sides, "eventMetadata": told, "eventVersion": "0"}) + "\n"


def test_lines_of_sagemaker_become_captures_once(tmp_path, store_url):
    folder = tmp_path / "endpoint" / "variant" / "2026" / "05" / "01" / "12"
    folder.mkdir(parents=True)
    (folder / "a.jsonl").write_text(line("EWR,1.5\nJFK,2.5\n") + line("LGA,3", eventId="e2", inferenceId="mine"))
    assert import_captures(tmp_path / "endpoint", store_url, SERVED) == (3, 3)
    assert import_captures(tmp_path / "endpoint", store_url, SERVED) == (3, 0)
    frame = next(read_captures(store_url))
    assert sorted(frame["inference_id"]) == ["e1/0", "e1/1", "mine"]
    assert {"station": "JFK", "temperature": "2.5"} in values_of(frame["request"])
    assert {"status": "ok", "prediction": "0.75"} in values_of(frame["answer"])
    assert set(frame["model_version"]) == {"cd" * 32}


def test_what_was_exported_here_comes_back_as_it_was(tmp_path, store_url):
    with Store(store_url) as store:
        store.add(rows_of([event(number) for number in range(3)], frozenset()))
    before = next(read_captures(store_url))
    path = tmp_path / "captures.jsonl"
    path.write_text("".join(each + "\n" for each in sagemaker_lines(before)))
    other = f"sqlite:///{tmp_path}/other.sqlite"
    import_captures(path, other, Served())
    assert kept_ids(other) == kept_ids(store_url)
    after = next(read_captures(other))
    assert values_of(after["request"]) == values_of(before["request"])
    assert values_of(after["answer"]) == values_of(before["answer"])
    assert after.drop("request", "answer").equals(before.drop("request", "answer"))


def test_ids_that_cannot_be_kept_are_refused(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(line("EWR,1", inferenceId="x" * 81))
    with pytest.raises(CaptureError, match="more than 80 letters"):
        import_captures(path, f"sqlite:///{tmp_path}/c.sqlite", SERVED)
