import itertools
import operator

import polars as pl
import pytest

from wrangle.expressions.fault import SqlError
from wrangle.expressions.sql import parse

THREE = (True, False, None)
NAN, INF = float("nan"), float("inf")
BY_PYTHON = {
    "=": operator.eq,
    "<>": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


def evaluated(text, **columns):
    return pl.DataFrame(columns).with_columns(result=parse(text).compile())["result"].to_list()


def conjunction(one, other):
    if one is False or other is False:
        return False
    return None if None in {one, other} else True


def test_and_or_not_know_three_truths():
    pairs = list(itertools.product(THREE, THREE))
    columns = {"a": [one for one, _ in pairs], "b": [other for _, other in pairs]}
    assert evaluated("a AND b", **columns) == [conjunction(*pair) for pair in pairs]
    assert evaluated("NOT (NOT a OR NOT b)", **columns) == evaluated("a AND b", **columns)
    assert evaluated("NOT a", a=list(THREE)) == [False, True, None]


@pytest.mark.parametrize("sign", BY_PYTHON)
def test_comparisons_are_the_same_from_either_side(sign):
    mirrored = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
    values = [0, 1, 2]
    expected = [BY_PYTHON[sign](value, 1) for value in values]
    assert evaluated(f"a {sign} 1", a=values) == evaluated(f"1 {mirrored.get(sign, sign)} a", a=values) == expected


def test_nan_equals_itself_and_is_greater_than_every_number():
    assert evaluated("a = a AND a > b", a=[NAN, NAN], b=[INF, 0.0]) == [True, True]


def test_is_gives_true_or_false_and_never_null():
    columns = {"a": list(THREE)}
    assert evaluated("a IS TRUE", **columns) == [True, False, False]
    assert evaluated("a IS NOT FALSE", **columns) == [True, False, True]
    assert evaluated("a IS NULL", **columns) == [False, False, True]
    assert evaluated("a IS NOT DISTINCT FROM NULL", **columns) == [False, False, True]


def test_between_is_two_comparisons_with_both_ends_in():
    values = [0, 1, 2, 3, None]
    assert evaluated("a BETWEEN 1 AND 2", a=values) == evaluated("a >= 1 AND a <= 2", a=values)
    assert evaluated("a BETWEEN 2 AND 1", a=values) == [False, False, False, False, None]


def test_in_is_a_chain_of_equals():
    values = [1, 2, 3, None]
    assert evaluated("a IN (1, b, 2.0)", a=values, b=[3] * 4) == [True, True, True, None]
    assert evaluated("a NOT IN (1)", a=values) == [False, True, True, None]


def test_case_takes_the_first_that_is_true_and_null_where_none_is():
    values = [3, 2, 1, None]
    assert evaluated("CASE WHEN a > 2 THEN 'x' WHEN a > 1 THEN 'y' END", a=values) == ["x", "y", None, None]
    assert evaluated("CASE a WHEN 1 THEN 'one' ELSE 'many' END", a=values) == ["many", "many", "one", "many"]


def test_a_number_or_text_of_truth_counts_as_one():
    assert evaluated("a AND b", a=[1, 0], b=[True, True]) == [True, False]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = b = c", "a comparison cannot be compared"),
        ("a <> NULL", "is never true"),
        ("a IS 'x'", "IS is followed by"),
        ("a IN ()", "a list of values"),
        ("a NOT IN (1, NULL)", "never false"),
    ],
)
def test_logic_that_surprises_is_refused(text, said):
    with pytest.raises(SqlError, match=said):
        parse(text).compile()
