import json

from stores import VERSION, event

from wrangle.captures.read import read_captures
from wrangle.captures.sagemaker import sagemaker_lines
from wrangle.captures.store import Store
from wrangle.serving.masking import rows_of


def test_a_capture_is_a_line_as_sagemaker_writes_them(url):
    with Store(url) as store:
        store.add(rows_of([event(1), event(2, shadow=True, request={"station": "Zürich\n"})], frozenset()))
    first, second = (line for frame in read_captures(url) for line in sagemaker_lines(frame))
    found = json.loads(first)
    assert len(found["eventMetadata"].pop("eventId")) == 32
    assert found == {
        "captureData": {
            "endpointInput": {
                "observedContentType": "application/json",
                "mode": "INPUT",
                "data": '{"station":" ewr","temperature":"39.02 F","humidity":null,"number":1}',
                "encoding": "JSON",
            },
            "endpointOutput": {
                "observedContentType": "application/json",
                "mode": "OUTPUT",
                "data": '{"status":"ok","prediction":"yes","probabilities":{"yes":0.75,"no":0.25}}',
                "encoding": "JSON",
            },
        },
        "eventMetadata": {
            "inferenceId": "id-1",
            "customAttributes": ["variant=main", f"model_version={VERSION}"],
            "inferenceTime": "2026-05-01T12:00:01Z",
        },
        "eventVersion": "0",
    }
    assert "\n" not in second
    assert json.loads(json.loads(second)["captureData"]["endpointInput"]["data"]) == {"station": "Zürich\n"}
    assert json.loads(second)["eventMetadata"]["customAttributes"][-1] == "shadow=true"
