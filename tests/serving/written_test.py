import csv
import io
import json

from wrangle.serving.media import Wanted
from wrangle.serving.written import columns_of, write

OK = {"status": "ok", "prediction": True, "probabilities": {"false": 0.1, "true": 0.9}}
FLAGGED = {**OK, "status": "flagged", "flags": [{"by": "a", "why": "b, c"}, {"by": "d", "why": 'e "f"'}]}
REJECTED = {"status": "rejected", "prediction": None, "rejected_by": ["a", "b"], "why": ["two\nlines", "c"]}
SCHEMA = {"properties": {"probabilities": {"properties": {"false": {}, "true": {}}}, "score": {}}}


def test_json_keeps_every_digit():
    numbers = [0.1, 1 / 3, 1e-300, 5e-324, 1.7976931348623157e308, -0.0]
    body = write(
        [{"status": "ok", "prediction": each} for each in numbers], Wanted("json", header=False), (), one=False
    )
    assert [each["prediction"].hex() for each in json.loads(body)["predictions"]] == [each.hex() for each in numbers]


def test_lines_are_one_answer_each():
    body = write([OK, REJECTED], Wanted("lines", header=False), (), one=True)
    assert [json.loads(line) for line in body.splitlines()] == [OK, REJECTED]


def test_csv_has_all_of_an_answer_and_one_row_for_each():
    columns = columns_of(SCHEMA)
    body = write([OK, FLAGGED, REJECTED], Wanted("csv", header=True), columns, one=False)
    head, *rows = csv.reader(io.StringIO(body.decode()))
    assert head == [
        "prediction",
        "status",
        "probability_false",
        "probability_true",
        "score",
        "rejected_by",
        "why",
        "flags",
    ]
    assert rows[0] == ["true", "ok", "0.1", "0.9", "", "", "", ""]
    assert rows[1][-1] == 'a: b, c; d: e "f"'
    assert rows[2] == ["", "rejected", "", "", "", "a; b", "two\nlines; c", ""]
