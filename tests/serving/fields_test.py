from datetime import date, datetime, time

import polars as pl
import pytest

from wrangle.errors import RequestError
from wrangle.schema import ColumnInfo
from wrangle.serving.fields import Fields, Unfit

TYPES = {
    "text": pl.String(),
    "float": pl.Float64(),
    "small": pl.Int8(),
    "yes": pl.Boolean(),
    "day": pl.Date(),
    "at": pl.Datetime("us"),
    "hour": pl.Time(),
    "kind": pl.Enum(["a"]),
    "many": pl.List(pl.Int64()),
}
FIELDS = Fields({name: ColumnInfo(dtype) for name, dtype in TYPES.items()}, text=30)


def read(**record):
    found, faults = FIELDS.read(record)
    assert not faults, faults
    return found


def fault(**record):
    _, faults = FIELDS.read(record)
    assert len(faults) == 1
    return next(iter(faults.values()))


def test_text_columns_take_texts_numbers_and_truth_values():
    for value in ("x", "", 1, 1.5, True, None):
        assert read(text=value) == {"text": value}


def test_other_columns_take_their_own_type():
    assert read(float=3, small=-128, yes=True) == {"float": 3.0, "small": -128, "yes": True}
    assert read(small=3.0)["small"] == 3
    times = read(day="2013-02-01", at="2013-02-01T06:00:00", hour="06:00:00")
    assert times == {"day": date(2013, 2, 1), "at": datetime(2013, 2, 1, 6), "hour": time(6)}
    assert read(many=[1, 2], kind="a", float=None) == {"many": [1, 2], "kind": "a", "float": None}


@pytest.mark.parametrize(
    "record",
    [
        {"float": "3"},
        {"float": True},
        {"small": 128},
        {"small": 1.5},
        {"small": True},
        {"yes": 1},
        {"yes": "sure"},
        {"day": "1.2.13"},
        {"day": 5},
        {"at": "noon"},
        {"hour": 6},
        {"kind": 1},
        {"text": {"a": 1}},
        {"text": [1]},
        {"float": [1]},
        {"small": 1e300},
        {"text": "x" * 31},
        {"kind": "x" * 31},
    ],
)
def test_a_value_of_another_type_is_told_by_its_field_and_not_repeated(record):
    name, value = next(iter(record.items()))
    told = fault(**record)
    assert f"'{name}'" in told
    assert str(value) not in told.replace("a text, a number or a truth value", "")


def test_an_unknown_field_is_told_with_the_one_that_was_meant():
    assert fault(flaot=1) == "the field 'flaot' is not known: did you mean 'float'?"
    assert len(fault(**{"x" * 10_000: 1})) < 300


def test_what_is_no_object_is_told():
    for value in (5, "x", None, [1], True):
        assert FIELDS.read(value)[1]
    assert FIELDS.read(Unfit("the row has 1 cell"))[1] == {"": "the row has 1 cell"}


def test_few_of_many_faults_are_told():
    _, faults = FIELDS.read({f"x{number}": 1 for number in range(1_000)})
    assert len(faults) == 5


def test_cells_become_the_values_that_json_would_have():
    names = ("text", "float", "small", "yes", "day")
    record = FIELDS.cells(names, ["1", "1.5", "7", "true", "2013-02-01"])
    assert record == {"text": "1", "float": 1.5, "small": 7, "yes": True, "day": "2013-02-01"}
    assert FIELDS.read(FIELDS.cells(names, [None] * 5)) == (dict.fromkeys(names), {})
    assert "float" in FIELDS.read(FIELDS.cells(names, [None, "nan", None, None, None]))[1]
    assert FIELDS.cells(names, ["1"]) == "the row has 1 cells, not 5"


def test_columns_must_be_fields_each_once():
    assert FIELDS.hold_columns(["float", "text"]) == ("float", "text")
    for names in (["flaot"], ["text", "text"], [5], [None]):
        with pytest.raises(RequestError) as found:
            FIELDS.hold_columns(names)
        assert found.value.status == 422
