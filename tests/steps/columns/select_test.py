import pytest
from pydantic import ValidationError

from wrangle.errors import SchemaError
from wrangle.steps.columns.select import Select

NAMES = ("temp_in", "temp_out", "wind", "a*b")


@pytest.mark.parametrize(("columns", "expected"), [
    (("wind", "temp_in"), ["wind", "temp_in"]), ("temp_*", ["temp_in", "temp_out"]), ("*", list(NAMES)),
    (("wind", "*"), ["wind", "temp_in", "temp_out", "a*b"]), (("wind", "wind"), ["wind"]),
    ("temp_[io]*", ["temp_in", "temp_out"]),
    ("a*b", ["a*b"]), (("temp_out", "temp_*"), ["temp_out", "temp_in"])])  # fmt: skip
def test_columns_stand_in_the_order_in_which_they_are_named(columns, expected):
    layout = Select(columns=columns).layout(NAMES)
    assert list(layout) == list(layout.values()) == expected


def test_names_keep_their_case():
    with pytest.raises(SchemaError, match="did you mean 'wind'"):
        Select(columns=("Wind",)).layout(NAMES)


def test_a_glob_that_no_column_matches_is_told_with_those_there_are():
    with pytest.raises(SchemaError, match=r"no column matches 'x\*'(.|\n)*temp_in"):
        Select(columns="x*").layout(NAMES)


@pytest.mark.parametrize("columns", ["", ()])
def test_no_columns_are_no_table(columns):
    with pytest.raises(ValidationError):
        Select(columns=columns)
