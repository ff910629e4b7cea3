import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from wrangle.errors import SchemaError
from wrangle.steps.columns.rename import Rename

NAMES = ("a", "b", "c", "d")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(order=st.permutations(NAMES), some=st.sets(st.sampled_from(NAMES), min_size=1))
def test_names_may_be_exchanged_in_any_way_and_every_column_stays_in_its_place(order, some):
    names = dict(zip(sorted(some), [name for name in order if name in some], strict=True))
    layout = Rename(names=names).layout(NAMES)
    assert list(layout.values()) == list(NAMES)
    assert list(layout) == [names.get(name, name) for name in NAMES]


def test_a_column_that_is_not_there_is_named_with_the_closest():
    with pytest.raises(SchemaError, match=r"there is no column 'aa' here(.|\n)*did you mean 'a'\?"):
        Rename(names={"aa": "z"}).layout(["a", "zzz"])


def test_a_name_that_another_column_has_is_refused():
    with pytest.raises(SchemaError, match="'a' cannot be renamed to 'b': there is such a column already"):
        Rename(names={"a": "b"}).layout(NAMES)


@pytest.mark.parametrize("names", [{}, {"a": ""}, {"a": "x", "b": "x"}])
def test_names_that_make_no_table_are_refused(names):
    with pytest.raises(ValidationError):
        Rename(names=names)
