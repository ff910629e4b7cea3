import pytest

from wrangle.errors import RuleFileError
from wrangle.rulefile.read import read_text


def faults(text: str) -> list[str]:
    with pytest.raises(RuleFileError) as caught:
        read_text(text)
    return [fault.what for fault in caught.value.faults]


def test_columns_are_followed_up_to_the_first_step_with_a_fault():
    text = """
columns: {a: string}
clean:
  - trim: {columns: b}
  - trim: {colums: a}
  - trim: {columns: c}
expect:
  - not_null: {column: d}
"""
    assert faults(text) == ["trim: there is no column 'b' here", "trim has no option 'colums'"]


def test_a_check_with_a_fault_does_not_hide_those_of_others():
    text = """
columns: {a: string}
expect:
  - not_null: {colum: a}
  - not_null: {column: b}
"""
    assert faults(text) == ["not_null has no option 'colum'", "not_null: there is no column 'b' here"]


def test_without_a_contract_columns_are_not_known():
    assert read_text("expect: [{not_null: {column: a}}]").checks[0].column == "a"


def test_sql_is_read_without_a_contract_too():
    assert len(faults("expect: [{not_null: {column: a, where: 'b >'}}]")) == 1
