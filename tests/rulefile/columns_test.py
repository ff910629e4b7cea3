import pytest

from wrangle.errors import RuleFileError
from wrangle.rulefile.read import read_text


@pytest.mark.parametrize(
    ("options", "column", "what"),
    [
        ("{max: tomorrow}", 20, "columns.a: 'max'"),
        ("{matches: '['}", 24, "columns.a: 'matches'"),
        ("{min: 5, max: 1}", 11, "columns.a: "),
    ],
)
def test_what_the_contracts_checks_refuse_is_told_of_the_contract(options, column, what):
    with pytest.raises(RuleFileError) as caught:
        read_text(f"columns: {{a: {options}}}")
    (fault,) = caught.value.faults
    assert fault.what.startswith(what)
    assert fault.place.column == column
