import pytest
from served import RECORD, REMARKABLE, RULES, WRONG, raw_rows

from wrangle.bundle.cleaning import clean, clean_frame
from wrangle.errors import SchemaError
from wrangle.rulefile.read import read_text


@pytest.fixture(scope="module")
def pipeline():
    return read_text(RULES).fit(raw_rows())


def test_foreign_records_keep_the_places_of_the_others(pipeline):
    strange = {"depth": 1}
    found = clean(pipeline, [strange, RECORD, WRONG, strange, REMARKABLE])
    assert list(found.places) == [1, 4]
    assert set(found.rejected) == {0, 2, 3}
    assert found.rejected[0].by == ("record",)
    assert found.rejected[2].by == ("canonicalize",)
    assert list(found.flags) == [4]
    assert found.frame.height == 2


def test_only_the_columns_that_are_wanted_are_made(pipeline):
    assert clean(pipeline, [RECORD], ("warmth",)).frame.columns == ["warmth"]


def test_a_table_is_cleaned_as_its_records(pipeline):
    raw = raw_rows(50)
    one, other = clean_frame(pipeline, raw), clean(pipeline, raw.to_dicts())
    assert one.frame.equals(other.frame)
    assert (list(one.places), one.rejected) == (list(other.places), other.rejected)


def test_a_column_that_must_be_there_is_named(pipeline):
    with pytest.raises(SchemaError, match="the data has no column 'sky'"):
        clean_frame(pipeline, raw_rows(3).drop("sky"))
