import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrangle.expressions.arguments import interval_text, like, look_at, number, one_of, regex, text, whole
from wrangle.expressions.dialect import tree
from wrangle.expressions.fault import SqlError


def quoted(value):
    return tree("'" + value.replace("'", "''") + "'")


def matched(pattern, value, flags="s"):
    return pl.select(pl.lit(value).str.contains(like(quoted(pattern), flags))).item()


@pytest.mark.parametrize(("value", "dtype"), [(1, pl.Int64), (-(2**62), pl.Int64), (1.0, pl.Float64)])
def test_a_number_keeps_its_type_in_64_bits(value, dtype):
    found = pl.select(x=number(value))["x"]
    assert (found.dtype, found[0]) == (dtype, value)


@pytest.mark.parametrize(("written", "value"), [("0", 0), ("10000", 10_000)])
def test_a_whole_number_in_range_is_read(written, value):
    assert whole(tree(written)) == value


@pytest.mark.parametrize("written", ["10001", "1.5", "'3'", "-1", "a", "1 + 1"])
def test_what_is_no_whole_number_in_range_is_refused(written):
    with pytest.raises(SqlError, match="a whole number from 0 to 10000"):
        whole(tree(written))


def test_a_text_is_read_as_it_is_quoted_and_nothing_else_is_one():
    assert text(tree("'it''s'"), "a pattern") == "it's"
    for other in ("5", "a", '"a"'):
        with pytest.raises(SqlError, match="a pattern in single quotes"):
            text(tree(other), "a pattern")


def test_an_unknown_name_is_refused_with_the_closest():
    assert one_of("hour", ("hour", "day")) == "hour"
    with pytest.raises(SqlError, match="did you mean 'hour'") as caught:
        one_of("huor", ("hour", "day"), 7)
    assert caught.value.position == 7


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("date_trunc", ["day", None]),
        ("date_part", ["epoch", None]),
        ("lpad", [None, 3, "x"]),
        ("rpad", [None, 3]),
        ("replace", [None, "a", ""]),
        ("substr", [None, 1]),
        ("upper", [None]),
    ],
)
def test_good_arguments_are_let_through(name, arguments):
    look_at(name, arguments)


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("date_trunc", ["epoch", None], "no unit or part of time 'epoch'"),
        ("rpad", [None, 3, ""], "one character"),
        ("replace", [None, "", "x"], "not empty"),
        ("substring", [None, 0], "from 1"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(name, arguments, said):
    with pytest.raises(SqlError, match=said):
        look_at(name, arguments)


def test_an_interval_is_its_count_and_unit():
    assert interval_text(tree("INTERVAL '3 hours'")).lower().split() == ["3", "hours"]


def test_a_pattern_of_rusts_syntax_is_read_and_others_are_refused():
    assert regex(quoted("^[A-Z]+$")) == "^[A-Z]+$"
    for pattern, said in (("(?<!x)y", "cannot look ahead or behind"), ("[", "no regular expression")):
        with pytest.raises(SqlError, match=said):
            regex(quoted(pattern))


@pytest.mark.parametrize(
    ("pattern", "value", "is_like"),
    [
        ("a%", "abc", True),
        ("a%", "ba", False),
        ("a_c", "abc", True),
        ("a_c", "ac", False),
        ("%", "", True),
        ("%", "two\nlines", True),
        ("50\\%", "50%", True),
        ("50\\%", "500", False),
        ("a.c", "abc", False),
        ("", "", True),
        ("", "x", False),
    ],
)
def test_like_looks_at_the_whole_text(pattern, value, is_like):
    assert matched(pattern, value) is is_like


def test_like_without_case_is_a_flag():
    assert matched("OSLO%", "oslo gardermoen", "is")
    assert not matched("OSLO%", "oslo gardermoen")


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12))
def test_every_text_is_like_itself_with_its_signs_escaped(value):
    assert matched(re.sub(r"([\\%_])", r"\\\1", value), value)
