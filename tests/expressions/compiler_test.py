"""What the compiler does beyond the expressions of sql_test: whole against parts, places of errors, limits."""

from datetime import date, datetime

import polars as pl
import pytest

from wrangle.expressions.compiler import compiled
from wrangle.expressions.dialect import tree
from wrangle.expressions.fault import SqlError


def evaluated(text, named=None, **columns):
    return pl.DataFrame(columns).with_columns(result=compiled(tree(text), named or {}))["result"].to_list()


def test_operators_bind_as_in_postgresql():
    assert evaluated("2 + 3 * 4 ^ 2 / 8 - -a", a=[1]) == [9.0]
    assert evaluated("NOT a > 1 AND b OR a = 5", a=[5], b=[False]) == [True]
    assert evaluated("10 - 4 - 3", a=[0]) == [3]


def test_division_by_a_constant_is_a_true_division_for_one_row_and_for_many():
    values = [float(n) for n in range(1, 200)]
    one_by_one = [evaluated("a / 3", a=[value])[0] for value in values]
    assert one_by_one == evaluated("a / 3", a=values) == [value / 3 for value in values]


def test_a_divisor_that_is_the_same_in_all_rows_by_chance_divides_truly():
    values = [float(n) for n in range(1, 200)]
    same = evaluated("a / CASE WHEN a > 0 THEN 3 ELSE 7 END", a=values)
    assert same == [value / 3 for value in values]


def test_division_and_remainder_by_zero_are_null():
    assert evaluated("a / b", a=[1.0, 0.0], b=[0.0, 0.0]) == [None, None]
    assert evaluated("a % b", a=[5, -5], b=[0, 3]) == [None, 1]


def test_a_quoted_time_is_read_when_the_rule_file_is():
    assert evaluated("DATE '2024-02-29'", a=[1]) == [date(2024, 2, 29)]
    assert evaluated("TIMESTAMP '2024-02-29 12:00' - INTERVAL '90 minutes'", a=[1]) == [datetime(2024, 2, 29, 10, 30)]
    with pytest.raises(SqlError, match="write it as in DATE '2024-01-31'"):
        compiled(tree("TIMESTAMP 'at noon'"), {})


def test_try_cast_is_cast():
    assert (
        evaluated("TRY_CAST(a AS INTEGER)", a=["1", "x"]) == evaluated("CAST(a AS INTEGER)", a=["1", "x"]) == [1, None]
    )


def test_a_formula_is_called_by_its_name_in_any_case():
    named = {"twice": lambda value: value * 2}
    assert evaluated("TWICE(a) + twice(1)", named, a=[1, None]) == [4, None]


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("1 + LEFT(a)", 4),
        ("a + CAST(b AS BLOB)", 9),
        ("COALESCE(a, nosuch(b))", 12),
        ("CASE WHEN a > 1 THEN LOG10(a, b) END", 21),
        ("a || b LIKE c", 12),
    ],
)
def test_an_error_deep_inside_has_its_own_place(text, position):
    with pytest.raises(SqlError) as caught:
        compiled(tree(text), {})
    assert caught.value.position == position


def test_an_error_of_a_formula_keeps_the_place_it_brings():
    def brings(_):
        raise SqlError("no", 99)

    with pytest.raises(SqlError) as caught:
        compiled(tree("1 + brings(a)"), {"brings": brings})
    assert caught.value.position == 99


def test_what_stands_only_inside_other_syntax_is_no_value():
    with pytest.raises(SqlError, match="IDENTIFIER is no value"):
        compiled(tree("a").this, {})
