import polars as pl
import pytest

from wrangle.explore.suggest.similar import misspelled


def counted(**values):
    rows = sorted(values.items(), key=lambda each: -each[1])
    return pl.DataFrame(rows, schema={"value": pl.String, "count": pl.UInt32}, orient="row")


def found(counts, least=0.9):
    return {each.value: each.name for each in misspelled(counts, least)[0]}


def test_a_rare_value_near_to_a_frequent_one_is_a_misspelling():
    assert found(counted(NONE=200, NOEN=12, NNOE=3, SOUTH=90)) == {"NOEN": "NONE", "NNOE": "NONE"}


def test_codes_that_are_all_near_to_each_other_are_left_alone():
    states = {code: 30 + place for place, code in enumerate(["CA", "CO", "CT", "WA", "VA", "PA", "GA", "LA", "MA"])}
    assert found(counted(**states, WV=1, AL=1)) == {}


def test_a_value_between_two_frequent_ones_is_left_alone():
    assert "bost" not in found(counted(boost=50, boast=50, bost=1, elephant=40))


def test_another_number_is_no_misspelling():
    gates = pl.DataFrame({"value": ["Gate 1", "Hall B", "Gate 9"], "count": [90, 80, 1]}).cast({"count": pl.UInt32})
    assert found(gates) == {}


@pytest.mark.parametrize("counts", [{}, {"a": 1}, {"a": 5}])
def test_too_few_values_tell_nothing(counts):
    assert misspelled(counted(**counts), 0.9) == ([], 1.0)
