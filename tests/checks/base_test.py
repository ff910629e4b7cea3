import pytest
from pydantic import ValidationError

from wrangle.catalogue import modules, operation
from wrangle.checks.base import KeyCheck, RowCheck, TableCheck
from wrangle.checks.between import Between
from wrangle.checks.compound_unique import CompoundUnique
from wrangle.checks.not_null import NotNull
from wrangle.checks.row_count import RowCount

EVERY = [operation("checks", keyword) for keyword in modules("checks")]


def test_a_check_is_called_by_its_name_or_else_by_keyword_and_columns():
    assert NotNull(column="a").label == "not_null a"
    assert CompoundUnique(columns=["a", "b"]).label == "compound_unique a b"
    assert RowCount(min=1).label == "row_count"
    assert NotNull(column="a", name="there").label == "there"


def test_what_a_check_reads_is_read_off_its_options_and_where_is_not_among_it():
    assert Between(column="a", min=0, where="b > 1").reads() == ("a",)


@pytest.mark.parametrize("cls", EVERY)
def test_what_breaks_a_check_is_quarantined_or_fails_the_run_unless_said_otherwise(cls):
    expected = "fail" if issubclass(cls, (KeyCheck, TableCheck)) else "quarantine"
    assert cls.model_fields["otherwise"].default == expected


@pytest.mark.parametrize("cls", [cls for cls in EVERY if issubclass(cls, RowCheck)])
def test_every_check_of_rows_takes_where_mostly_and_at(cls):
    assert {"where", "mostly", "at", "name"} <= set(cls.model_fields)


@pytest.mark.parametrize("mostly", [-0.1, 1.1])
def test_mostly_is_a_share(mostly):
    with pytest.raises(ValidationError, match="mostly"):
        NotNull(column="a", mostly=mostly)
