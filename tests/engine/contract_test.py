from datetime import datetime

import polars as pl
import pytest
from pydantic import ValidationError

from wrangle.engine.contract import ColumnSpec
from wrangle.errors import RunFailedError
from wrangle.rulefile.read import read_text


def run(contract, **columns):
    return read_text(f"name: trial\ncolumns:\n  a: {contract}\n").run(pl.DataFrame(columns))


def keywords(operations):
    return [each.keyword() for each in operations]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, []),
        ({"type": "string"}, []),
        ({"null_values": ["NA"]}, ["null_values"]),
        ({"type": "float"}, ["cast"]),
        ({"type": "date", "formats": ["%d/%m/%Y"]}, ["parse_datetime"]),
        ({"type": "integer", "null_values": ["NA"]}, ["null_values", "cast"]),
    ],
)
def test_a_type_is_read_by_the_steps_that_anyone_can_write(options, expected):
    assert keywords(ColumnSpec(**options).readers("a")) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"type": "float", "unit": "degC"}, []),
        ({"nullable": False, "min": 0}, ["not_null", "between"]),
        ({"max": 5, "in_set": [1, 2]}, ["between", "in_set"]),
        ({"matches": "^x", "unique": True}, ["matches", "unique"]),
    ],
)
def test_ranges_and_sets_are_held_by_checks(options, expected):
    assert keywords(ColumnSpec(**options).checks("a")) == expected


def test_what_becomes_of_misfits_is_said_once_for_reading_and_for_checks():
    for otherwise, read, checked in [
        ("quarantine", "quarantine", "quarantine"),
        ("null", "null", "warn"),
        ("warn", "null", "warn"),
        ("fail", "fail", "fail"),
    ]:
        spec = ColumnSpec(type="float", min=0, otherwise=otherwise)
        assert [step.otherwise for step in spec.readers("a")] == [read]
        assert [check.otherwise for check in spec.checks("a")] == [checked]


def test_text_is_read_as_the_type_and_a_cell_that_is_not_goes_with_its_row():
    result = run("{type: integer, min: 0}", a=["7", "x", "-1", None])
    assert result.clean["a"].to_list() == [7, None]
    assert result.quarantine["a"].to_list() == ["x", "-1"]


def test_null_empties_the_cell_and_keeps_the_row():
    assert run("{type: float, otherwise: 'null'}", a=["1.5", "x"]).clean["a"].to_list() == [1.5, None]


def test_fail_writes_nothing():
    with pytest.raises(RunFailedError):
        run("{type: float, otherwise: fail}", a=["1.5", "x"])


def test_times_are_read_by_the_first_format_that_fits():
    found = run('{type: datetime, formats: ["%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]}', a=["31/01/2013 06:00"])
    assert found.clean["a"].to_list() == [datetime(2013, 1, 31, 6)]


def test_a_column_that_need_not_be_there_is_added_as_nulls():
    found = run("{type: float, required: false}", b=[1, 2]).clean
    assert found["a"].to_list() == [None, None]


def test_a_duplicate_in_a_unique_column_fails_the_run():
    with pytest.raises(RunFailedError):
        run("{unique: true}", a=["x", "y", "x"])


def test_facts_tell_pandera_the_type_and_each_check_once():
    facts = ColumnSpec(type="float", nullable=False, required=False, min=0, unique=True).facts("a")
    assert (facts.dtype, facts.nullable, facts.required, facts.unique) == (pl.Float64(), False, False, True)
    assert keywords(facts.checks) == ["between"]
    assert ColumnSpec().facts("a").dtype is None


def test_a_mistyped_option_is_refused():
    with pytest.raises(ValidationError, match="minimum"):
        ColumnSpec(minimum=0)
