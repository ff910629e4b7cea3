import json

import pytest
from served import RECORD, REMARKABLE, WRONG

INFER = "/v2/models/ice/infer"


def tensors(*records, datatype="BYTES"):
    return [
        {"name": name, "shape": [len(records), 1], "datatype": datatype, "data": [each[name] for each in records]}
        for name in RECORD
    ]


def test_server_and_model_tell_what_they_are(caller):
    assert caller("GET", "/v2").json["name"] == "wrangle"
    assert caller("GET", "/v2/health/live").json == {"live": True}
    assert caller("GET", "/v2/health/ready").json == {"ready": True}
    told = caller("GET", "/v2/models/ice").json
    assert [each["name"] for each in told["inputs"]] == list(RECORD)
    assert {"name": "prediction", "datatype": "BYTES", "shape": [-1, 1]} in told["outputs"]
    version = told["versions"][0]
    assert caller("GET", f"/v2/models/ice/versions/{version}").json == told
    assert caller("GET", f"/v2/models/ice/versions/{version}/ready").json == {"name": "ice", "ready": True}
    assert caller("GET", "/v2/models/ice/ready").status == 200


def test_records_are_columns_and_so_are_answers(caller, predictor):
    got = caller.post({"id": "42", "inputs": tensors(RECORD, WRONG, REMARKABLE)}, path=INFER).json
    assert (got["id"], got["model_name"]) == ("42", "ice")
    found = {each["name"]: each for each in got["outputs"]}
    answers = predictor.answers([RECORD, WRONG, REMARKABLE])
    assert {tuple(each["shape"]) for each in got["outputs"]} == {(3, 1)}
    assert found["prediction"]["data"] == ["yes", None, "no"]
    assert found["status"]["data"] == ["ok", "rejected", "flagged"]
    assert found["probability_yes"]["data"] == [each.get("probabilities", {}).get("yes") for each in answers]
    assert found["why"]["data"][1] == "station 'Oslo' is no known spelling"
    assert found["flags"]["data"][2].startswith("between temperature: ")


def test_only_the_outputs_that_are_wanted_are_given(caller):
    got = caller.post({"inputs": tensors(RECORD), "outputs": [{"name": "prediction"}]}, path=INFER)
    assert [each["name"] for each in got.json["outputs"]] == ["prediction"]
    assert got.json["id"] == got.headers["x-amzn-sagemaker-inference-id"]


def test_numbers_flat_shapes_nested_rows_and_nulls_are_taken(caller):
    inputs = [
        {"name": "temperature", "shape": [2], "datatype": "FP64", "data": [1.5, None]},
        {"name": "station", "shape": [2, 1], "datatype": "BYTES", "data": [["EWR"], ["JFK"]]},
        {"name": "observed_at", "shape": [2], "datatype": "BYTES", "data": ["2013-02-01 06:00"] * 2},
    ]
    assert caller.post({"inputs": inputs}, path=INFER).json["outputs"][1]["data"] == ["ok", "ok"]


def tensor(**changes):
    return {"inputs": [{"name": "sky", "shape": [1, 1], "datatype": "BYTES", "data": ["x"], **changes}]}


@pytest.mark.parametrize(
    "request_",
    [
        5,
        [],
        {},
        {"inputs": []},
        {"inputs": 5},
        {"inputs": [5]},
        tensor(name="nope"),
        tensor(name=5),
        tensor(datatype="TEXT"),
        tensor(datatype={}),
        tensor(shape=[2, 1]),
        tensor(shape=[1, 2]),
        tensor(shape=[]),
        tensor(shape=["1"]),
        tensor(shape=1),
        tensor(data="x"),
        tensor(data=[1]),
        tensor(datatype="INT64"),
        tensor(datatype="INT64", data=[1.5]),
        tensor(datatype="BOOL", data=[1]),
        tensor(datatype="FP32", data=[True]),
        {"inputs": tensor()["inputs"] * 2},
        {**tensor(), "outputs": [{"name": "nope"}]},
        {**tensor(), "outputs": 5},
        {**tensor(), "outputs": [5]},
        {**tensor(), "id": 5},
        {"inputs": [*tensor()["inputs"], {"name": "station", "shape": [2], "datatype": "BYTES", "data": ["a", "b"]}]},
    ],
)
def test_what_the_protocol_does_not_have_is_refused(caller, request_):
    got = caller.post(request_, path=INFER)
    assert (got.status, got.code) == (422, "schema_violation")


def test_no_records_and_other_media_are_refused(caller):
    assert caller.post(tensor(shape=[0], data=[]), path=INFER).status == 400
    assert caller("POST", INFER, b"a,b", {"content-type": "text/csv"}).status == 415
    assert caller.post(tensor(), path="/v2/models/other/infer").status == 404
    assert json.loads(caller("GET", INFER).body)["error"]["code"] == "method_not_allowed"
