import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made
from pydantic import ValidationError

from wrangle.steps.combine.derive import Derive


def derived(frame, **columns):
    return frame.with_columns(Derive(columns=columns).express({}))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(a=st.integers(-50, 50), b=st.integers(-50, 50))
def test_arithmetic_is_that_of_python_and_division_by_zero_is_null(a, b):
    found = derived(pl.DataFrame({"a": [a], "b": [b]}), s="a + b * 2", q="a / b", m="a - b - 1")
    assert found["s"].item() == a + b * 2
    assert found["m"].item() == a - b - 1
    assert found["q"].item() == (a / b if b else None)


def test_all_expressions_see_the_columns_from_before():
    frame = pl.DataFrame({"a": [1], "b": [10]})
    assert derived(frame, a="a + 1", c="b * 2").row(0) == (2, 10, 20)


@pytest.mark.parametrize("columns", [{"c": "a + 1", "d": "c * 2"}, {"d": "c * 2", "c": "a"}])
def test_one_that_reads_what_the_step_makes_is_refused(columns):
    with pytest.raises(ValidationError, match="write two `derive` steps, in order"):
        Derive(columns=columns)


def test_a_column_may_be_computed_from_itself():
    assert derived(pl.DataFrame({"a": [1, None]}), a="a * 2")["a"].to_list() == [2, None]


def test_it_reads_what_its_expressions_read_each_once():
    step = Derive(columns={"x": "a + b", "y": "b > 1 AND t = 'q'"})
    assert (step.reads(), step.writes(), step.reads_in_place()) == (("a", "b", "t"), ("x", "y"), ())


@pytest.mark.parametrize(("text", "value"), [
    ("0.1 + 0.2", 0.1 + 0.2), ("7 / 2", 3.5), ("sqrt(-1.0 * n)", None), ("ln(n - n)", None),
    ("COALESCE(none, n)", 4.0),
    ("CASE WHEN n > 3 THEN 'deep' ELSE 'flat' END", "deep"), ("none + 1", None),
    ("UPPER(t) || '!'", "X!")])  # fmt: skip
def test_sql_has_an_answer_for_every_row(text, value):
    frame = pl.DataFrame({"n": [4.0], "none": pl.Series([None], dtype=pl.Float64), "t": ["x"]})
    assert derived(frame, out=text)["out"].item() == value


def test_rows_without_a_value_can_be_sent_away():
    result = made("clean: [derive: {columns: {q: a / b}, otherwise: quarantine}]").run(
        pl.DataFrame({"a": [1.0, 1.0, None], "b": [2.0, 0.0, 0.0]}))  # fmt: skip
    assert result.clean["q"].to_list() == [0.5, None]
    assert result.quarantine["_why"].to_list() == [["a 1.0, b 0.0 has no value by this expression"]]
