import json

from stores import event

from wrangle.serving.masking import json_of, row_of

SECRET = "4711"


def test_a_masked_value_is_nowhere_in_the_row():
    answer = {
        "status": "flagged",
        "prediction": 1.5,
        "flags": [{"by": "between card", "why": f"card '{SECRET}' is not"}],
        "rejected_by": ["columns.card"],
        "why": [f"number_of_card {SECRET} is not between 0 and 9"],
    }
    found = row_of(event(request={"card": SECRET, "age": 4, "pin": None}, answer=answer), frozenset({"card", "pin"}))
    assert SECRET not in "".join(map(str, found.values()))
    assert json.loads(found["request"]) == {"card": "***", "age": 4, "pin": None}
    kept = json.loads(found["answer"])
    assert kept["prediction"] == 1.5
    assert kept["flags"] == [{"by": "between card", "why": "***"}]
    assert kept["rejected_by"] == ["columns.card"]


def test_without_a_mask_all_is_kept_as_it_was():
    told = event()
    found = row_of(told, frozenset())
    assert (json.loads(found["request"]), json.loads(found["answer"])) == (told.request, told.answer)


def test_what_json_has_no_word_for_becomes_what_it_has():
    assert json_of({"a": float("inf"), "b": [float("nan")]}) == '{"a":null,"b":[null]}'
    assert json.loads(json_of({"half": "\ud800", "nul": "\x00", "big": 2**80})) == {
        "half": "\ud800",
        "nul": "\x00",
        "big": 2**80,
    }
    assert "\x00" not in json_of({"nul": "\x00"})
