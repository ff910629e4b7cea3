import json

import pytest
from served import RECORD, REMARKABLE, WRONG

CSV = ["station", "observed_at", "temperature", "sky"]


def line(record):
    return ",".join(record[name] for name in CSV)


def test_one_record_is_answered_with_one_object(caller, predictor):
    got = caller.post(RECORD)
    assert got.status == 200
    assert got.headers["content-type"] == "application/json"
    assert [got.json] == predictor.answers([RECORD])


@pytest.mark.parametrize(
    "wrap",
    [
        lambda rows: rows,
        lambda rows: {"instances": rows},
        lambda rows: {"records": rows},
        lambda rows: {"dataframe_records": rows, "params": {}},
        lambda rows: {
            "dataframe_split": {
                "columns": CSV,
                "data": [[row[name] for name in CSV] for row in rows],
                "index": [0, 1, 2],
            }
        },
        lambda rows: {"inputs": rows},
        lambda rows: {"inputs": {name: [row[name] for row in rows] for name in CSV}},
    ],
)
def test_records_are_taken_in_every_form_and_answered_in_order(caller, predictor, wrap):
    rows = [RECORD, WRONG, REMARKABLE]
    got = caller.post(wrap(rows))
    assert got.json == {"predictions": predictor.answers(rows)}
    assert [each["status"] for each in got.json["predictions"]] == ["ok", "rejected", "flagged"]


def test_lines_are_answered_with_lines(caller, predictor):
    body = b"\n".join(json.dumps(each).encode() for each in (RECORD, WRONG)) + b"\n"
    got = caller.post(body, content_type="application/jsonlines")
    assert got.headers["content-type"] == "application/jsonlines"
    assert [json.loads(each) for each in got.body.splitlines()] == predictor.answers([RECORD, WRONG])


def test_csv_without_a_header_is_in_the_order_of_training(caller, predictor):
    body = "\n".join(map(line, (RECORD, WRONG, REMARKABLE))).encode()
    got = caller.post(body, content_type="text/csv")
    rows = [each.split(",") for each in got.body.decode().splitlines()]
    answers = predictor.answers([RECORD, WRONG, REMARKABLE])
    assert [row[:2] for row in rows] == [["yes", "ok"], ["", "rejected"], ["no", "flagged"]]
    assert [row[3] for row in rows] == [
        repr(answers[0]["probabilities"]["yes"]),
        "",
        repr(answers[2]["probabilities"]["yes"]),
    ]
    assert "station 'Oslo' is no known spelling" in got.body.decode()


def test_csv_with_a_header_may_have_its_own_order_and_fewer_columns(caller, predictor):
    body = b"sky,station,observed_at\nsnow, Newark,2013-02-01 06:00\n"
    got = caller.post(body, content_type="text/csv; header=present", accept="application/json")
    assert got.json["predictions"] == predictor.answers(
        [{"sky": "snow", "station": " Newark", "observed_at": "2013-02-01 06:00"}]
    )
    csv = caller.post(body, content_type="text/csv; header=present", accept="text/csv; header=present")
    assert csv.body.decode().splitlines()[0] == "prediction,status,probability_no,probability_yes,rejected_by,why,flags"


def test_a_record_that_does_not_fit_never_disturbs_its_neighbours(caller, predictor):
    strange = [{"stattion": "EWR"}, 5, None, "x", [1], {"station": {"a": 1}}, {"temperature": "x" * 20_000}, {}]
    rows = [each for pair in zip([RECORD] * len(strange), strange, strict=True) for each in pair]
    answers = caller.post(rows).json["predictions"]
    assert answers[::2] == predictor.answers([RECORD] * len(strange))
    assert {each["status"] for each in answers[1::2]} == {"rejected"}
    assert [each["rejected_by"] for each in answers[1:-2:2]] == [["schema"]] * 7
    assert "did you mean 'station'?" in answers[1]["why"][0]


def test_ragged_rows_are_rejected_alone(caller):
    body = (line(RECORD) + "\nEWR,x\n\n" + line(RECORD) + ",more\n" + line(RECORD) + "\n").encode()
    got = caller.post(body, content_type="text/csv", accept="application/json")
    assert [each["status"] for each in got.json["predictions"]] == ["ok", "rejected", "rejected", "rejected", "ok"]
    split = {"dataframe_split": {"columns": ["station", "sky"], "data": [["EWR", "snow"], ["EWR"], 5]}}
    assert [each["status"] for each in caller.post(split).json["predictions"]] == ["ok", "rejected", "rejected"]


def test_a_single_record_that_does_not_fit_is_refused_by_its_fields(caller):
    got = caller.post({"stattion": "EWR", "temperature": [1], "sky": "snow"})
    assert (got.status, got.code) == (422, "schema_violation")
    assert got.json["error"]["fields"] == ["stattion", "temperature"]


def test_a_record_that_the_rules_reject_is_an_answer(caller):
    got = caller.post(WRONG)
    assert got.status == 200
    assert got.json == {
        "status": "rejected",
        "prediction": None,
        "rejected_by": ["canonicalize"],
        "why": ["station 'Oslo' is no known spelling"],
    }


def test_numbers_and_truth_values_may_stand_for_their_text(caller):
    one, other = caller.post({**RECORD, "temperature": -3.5}), caller.post(RECORD)
    assert one.json == other.json


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "malformed_json"),
        (b"{", 400, "malformed_json"),
        (b'{"station": NaN}', 400, "malformed_json"),
        (b"\xff", 400, "malformed_json"),
        (b'{"station": 1, "station": 2}', 400, "duplicate_key"),
        (b"[" * 10_000, 400, "too_deep"),
        (b"[]", 400, "empty_batch"),
        (b'{"instances": []}', 400, "empty_batch"),
        (b"5", 422, "schema_violation"),
        (b"null", 422, "schema_violation"),
        (b'"x"', 422, "schema_violation"),
        (b'{"instances": 5}', 422, "schema_violation"),
        (b'{"instances": {}}', 422, "schema_violation"),
        (b'{"dataframe_split": []}', 422, "schema_violation"),
        (b'{"dataframe_split": {"columns": ["nope"], "data": []}}', 422, "schema_violation"),
        (b'{"dataframe_split": {"columns": ["sky", "sky"], "data": []}}', 422, "schema_violation"),
        (b'{"inputs": {"sky": [1], "station": []}}', 422, "schema_violation"),
        (b'{"inputs": {"nope": [1]}}', 422, "schema_violation"),
        (b'{"instances": [{}], "more": 1}', 422, "schema_violation"),
    ],
)
def test_a_request_that_as_a_whole_is_none_is_refused(caller, body, status, code):
    got = caller.post(body)
    assert (got.status, got.code) == (status, code)
    assert set(got.json["error"]) <= {"code", "message", "id", "fields"}
    assert got.json["error"]["message"]


def test_values_of_the_caller_are_not_repeated_in_a_refusal(caller):
    for body in (
        b'{"station": "sesame", "station": 1}',
        b'{"statoin": "sesame"}',
        b'{"station": ["sesame"]}',
        b'{"station": "sesame',
    ):
        assert b"sesame" not in caller.post(body).body


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content_type": "text/plain"}, 415),
        ({"content_type": ""}, 415),
        ({"content_encoding": "gzip"}, 415),
        ({"accept": "text/html"}, 406),
        ({"content_length": "x"}, 400),
        ({"content_length": "99999999"}, 413),
    ],
)
def test_other_media_are_refused(caller, headers, status):
    assert caller.post(RECORD, **headers).status == status


def test_what_is_too_large_is_refused_as_soon_as_that_is_known(app_of):
    caller = app_of({"body": 1_000, "records": 5})
    got = caller.post([RECORD] * 9)
    assert (got.status, got.code) == (413, "too_many_records")
    got = caller("POST", "/invocations", headers={"content-type": "application/json"}, chunks=[b" " * 600] * 50)
    assert (got.status, got.code, got.headers["connection"]) == (413, "body_too_large", "close")


def test_a_body_that_does_not_come_is_not_waited_for(caller, monkeypatch):
    import asyncio

    from wrangle.serving import invocations

    monkeypatch.setattr(invocations, "READ", 0.05)

    async def never():
        await asyncio.sleep(5)

    got = caller("POST", "/invocations", headers={"content-type": "application/json"}, chunks=[b"{", never])
    assert (got.status, got.code) == (408, "request_timeout")


def test_ten_thousand_records_are_answered_in_order(caller, predictor):
    rows = [{**RECORD, "temperature": str(each % 500 / 10)} for each in range(10_000)]
    answers = caller.post(rows).json["predictions"]
    assert answers == predictor.answers(rows)
