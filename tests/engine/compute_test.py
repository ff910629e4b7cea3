"""One row gives, to the last bit, what it gives among many."""

import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.engine.compute import evaluate

EXPRESSIONS = {
    "a tenth": pl.col("a") / 10,
    "a third and more": pl.col("a") / 3 + 0.1,
    "a power": pl.col("a") ** 2,
    "a logarithm": (pl.col("a").abs() + 1).log(),
    "a rounding": pl.col("a").round(2),
    "a constant": pl.lit(1.0) / 3,
    "a choice": pl.when(pl.col("a") > 1).then(pl.col("a") / 7).otherwise(pl.col("a") / 9),
    "text": pl.col("a").cast(pl.String),
}


def bits(series):
    return [each.hex() if isinstance(each, float) else each for each in series.to_list()]


@pytest.mark.parametrize("what", EXPRESSIONS)
@settings(max_examples=15, deadline=None, derandomize=True)
@given(values=st.lists(st.floats(allow_nan=False, allow_infinity=False, width=64), min_size=2, max_size=6))
def test_rows_alone_and_together_have_the_same_bits(what, values):
    frame = pl.DataFrame({"a": values})
    expression = EXPRESSIONS[what].alias("b")
    together = evaluate(frame, [expression])["b"]
    alone = pl.concat([evaluate(frame[number : number + 1], [expression])["b"] for number in range(len(values))])
    assert bits(alone) == bits(together)


def test_polars_itself_divides_one_row_otherwise():
    tenth = (pl.col("a") / 10).alias("b")
    assert pl.DataFrame({"a": [3.0]}).select(tenth).item() != pl.DataFrame({"a": [3.0, 3.0]}).select(tenth)["b"][0]


def test_a_constant_has_a_value_for_each_row():
    assert evaluate(pl.DataFrame({"a": [1, 2, 3]}), [pl.lit("x").alias("b")])["b"].to_list() == ["x"] * 3
    assert evaluate(pl.DataFrame({"a": [1]}), [pl.lit("x").alias("b")])["b"].to_list() == ["x"]
    assert evaluate(pl.DataFrame({"a": []}), [pl.lit("x").alias("b")])["b"].to_list() == []


def test_one_row_keeps_types_nulls_and_nan():
    frame = pl.DataFrame({"a": [math.nan], "b": [None], "c": [[1, 2]]}, schema_overrides={"b": pl.Date})
    found = evaluate(frame, [pl.col(name).alias(f"{name}2") for name in frame.columns])
    assert found.schema == {"a2": pl.Float64, "b2": pl.Date, "c2": pl.List(pl.Int64)}
    assert found.row(0)[1:] == (None, [1, 2])
    assert math.isnan(found["a2"].item())
