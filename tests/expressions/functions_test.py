import math
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrangle.expressions.formulas import formula_names
from wrangle.expressions.functions import FUNCTIONS, REFUSED, Function, real

NAN, INF = float("nan"), float("inf")
LIKE_PYTHON = {
    "abs": abs, "atan": math.atan, "cbrt": math.cbrt, "ceil": math.ceil, "cos": math.cos, "degrees": math.degrees,
    "floor": math.floor, "radians": math.radians, "sin": math.sin, "tanh": math.tanh,
}  # fmt: skip
DEFINED_FROM = {
    "sqrt": (math.sqrt, 0.0),
    "ln": (math.log, 1e-9),
    "log10": (math.log10, 1e-9),
    "log2": (math.log2, 1e-9),
}


def called(name, *arguments, **columns):
    return pl.DataFrame(columns).select(result=FUNCTIONS[name].build(*arguments))["result"].to_list()


@pytest.mark.parametrize("name", LIKE_PYTHON)
@given(st.floats(-1e6, 1e6))
def test_a_function_of_a_number_gives_what_python_gives(name, value):
    assert called(name, pl.col("a"), a=[value])[0] == pytest.approx(LIKE_PYTHON[name](value), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", DEFINED_FROM)
@given(st.floats(-1e6, 1e6))
def test_outside_the_numbers_it_is_defined_for_a_function_is_null(name, value):
    by_python, least = DEFINED_FROM[name]
    if 0 < value < least:
        return
    found = called(name, pl.col("a"), a=[value])[0]
    assert found is None if value < least else found == pytest.approx(by_python(value), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", sorted({*LIKE_PYTHON, *DEFINED_FROM, "sign", "exp", "is_finite", "is_nan"}))
def test_null_gives_null(name):
    assert called(name, pl.col("a"), a=pl.Series([None], dtype=pl.Float64)) == [None]


def test_rounding_halves_goes_away_from_zero():
    assert called("round", pl.col("a"), a=[0.5, 1.5, -2.5, 2.4]) == [1.0, 2.0, -3.0, 2.0]


def test_greatest_and_least_leave_nulls_out():
    columns = {"a": [1.0, None, None], "b": [2.0, 3.0, None]}
    assert called("greatest", pl.col("a"), pl.col("b"), **columns) == [2.0, 3.0, None]
    assert called("least", pl.col("a"), pl.col("b"), **columns) == [1.0, 3.0, None]


def test_characters_are_counted_not_bytes():
    columns = {"a": ["Zürich", "", None]}
    assert called("length", pl.col("a"), **columns) == [6, 0, None]
    assert called("left", pl.col("a"), 2, **columns) == ["Zü", "", None]
    assert called("substr", pl.col("a"), 2, 3, **columns) == ["üri", "", None]
    assert called("reverse", pl.col("a"), **columns) == ["hcirüZ", "", None]


def test_concat_leaves_nulls_out_and_takes_any_type():
    assert called("concat", pl.col("a"), pl.col("b"), a=["x", None], b=[1, 2]) == ["x1", "2"]


def test_pieces_of_text_are_plain_text_not_patterns():
    columns = {"a": ["a.c", "abc"]}
    assert called("contains", pl.col("a"), ".", **columns) == [True, False]
    assert called("replace", pl.col("a"), ".", "$1", **columns) == ["a$1c", "abc"]


def test_if_without_an_else_is_null_and_null_is_not_true():
    assert called("if", pl.col("a"), pl.lit(1), a=[True, False, None]) == [1, None, None]


def test_parts_of_a_date_are_functions_too():
    assert called("quarter", pl.col("a"), a=[date(2024, 5, 1)]) == [2]


@pytest.mark.parametrize(
    ("kinds", "least", "said", "third"),
    [
        ("", 0, "0 arguments", None),
        ("x", 1, "1 argument", None),
        ("xx", 2, "2 arguments", None),
        ("x|n", 1, "1 to 2 arguments", None),
        ("xn|t", 2, "2 to 3 arguments", "t"),
        ("x*", 1, "1 arguments or more", "x"),
    ],
)
def test_the_letters_say_how_many_arguments_of_which_kind_are_taken(kinds, least, said, third):
    function = Function(kinds, pl.lit)
    assert (function.least, function.takes(), function.kind(2)) == (least, said, third)


def test_no_name_means_two_things():
    assert not set(FUNCTIONS) & set(REFUSED)
    assert not set(formula_names()) & {*FUNCTIONS, *REFUSED}
    assert all(name == name.lower() for name in (*FUNCTIONS, *REFUSED))


def test_real_refuses_text_when_types_are_known():
    with pytest.raises(pl.exceptions.PolarsError):
        pl.DataFrame({"a": ["1"]}).select(real(pl.col("a")))
