import pytest
from served import RECORD, WRONG


def test_each_step_is_told_with_what_it_does(caller, predictor):
    got = caller.post(RECORD, path="/explain")
    assert got.status == 200
    assert [got.json["answer"]] == predictor.answers([RECORD])
    steps = got.json["steps"]
    assert [each["step"] for each in steps if each["changes"]] == [
        "trim",
        "canonicalize",
        "columns.temperature",
        "derive",
        "columns.observed_at",
    ]
    changes = {each["column"]: (each["before"], each["after"]) for step in steps for each in step["changes"]}
    assert changes["station"] == ("Newark", "EWR")
    assert changes["temperature"] == ("-3.5", -3.5)
    assert changes["observed_at"] == ("01/02/2013 06:00", "2013-02-01T06:00:00")


def test_it_ends_where_the_record_is_rejected(caller):
    got = caller.post(WRONG, path="/explain").json
    assert got["answer"]["status"] == "rejected"
    assert got["steps"][-1] == {
        "step": "canonicalize",
        "section": "steps",
        "changes": [],
        "rejected": ["station 'Oslo' is no known spelling"],
    }


@pytest.mark.parametrize("body", [[RECORD], {"instances": [RECORD]}, {"nope": 1}, 5])
def test_it_takes_a_single_record_that_fits(caller, body):
    assert caller.post(body, path="/explain").status == 422


def test_it_takes_json_only(caller):
    assert caller.post(b"a,b,c,d", path="/explain", content_type="text/csv").status == 415
