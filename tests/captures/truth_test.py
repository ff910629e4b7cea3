import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from wrangle.captures.adding import How, add_truth
from wrangle.captures.store import Store
from wrangle.captures.table import SCHEMA
from wrangle.captures.truth import Line, digest_of, key_of, key_text
from wrangle.errors import CaptureError


@given(st.integers(-(2**52), 2**52))
def test_a_number_is_one_key_as_number_and_as_text(number):
    assert key_text(number) == key_text(float(number)) == key_text(str(number)) == key_text(f" {number} ")


def test_a_number_that_no_float_holds_is_a_key_as_any_other():
    assert key_text(10**400) == str(10**400)
    assert key_text(float("inf")) == "inf"


@given(st.datetimes().map(lambda moment: moment.replace(microsecond=0)))
def test_a_time_is_one_key_however_it_is_written(moment):
    assert key_text(moment) == key_text(moment.isoformat()) == key_text(moment.isoformat(" "))


@pytest.mark.parametrize(("one", "other"), [("7", "007"), ("a", "A"), (True, 1), ("2013-01-01T05:00", "05:00")])
def test_what_is_not_the_same_is_not_made_the_same(one, other):
    assert key_text(one) != key_text(other)


def test_a_key_is_the_same_in_whatever_order_and_none_where_a_value_is_missing():
    assert key_of({"a": 1, "b": "x"}) == key_of({"b": "x ", "a": "1.0"})
    assert key_of({"a": 1, "b": " "}) is None
    assert digest_of("id a", "1", None) != digest_of("key a", "1", None)


def test_a_store_of_a_newer_version_is_refused(url):
    lines = [Line(1, True, "a")]
    add_truth(url, lines, How("x"))
    with Store(url) as store, store.writing() as connection:
        connection.execute(sa.update(SCHEMA).where(SCHEMA.c.part == "truth").values(version=9))
    with pytest.raises(CaptureError, match="is of version 9, this wrangle knows 1: update wrangle"):
        add_truth(url, lines, How("x"))
