import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made

from wrangle.checks.condition import Condition
from wrangle.errors import RuleFileError


@settings(max_examples=50, deadline=None, derandomize=True)
@given(rows=st.lists(st.tuples(st.one_of(st.none(), st.integers(-3, 3)), st.integers(-3, 3)), max_size=8))
def test_false_is_a_violation_true_is_fine_and_null_does_not_apply(rows):
    frame = pl.DataFrame(rows, schema={"a": pl.Int64, "b": pl.Int64}, orient="row")
    found = frame.select(Condition(condition="a <= b").mask()).to_series().to_list()
    assert found == [None if a is None else not a <= b for a, b in rows]


def test_it_reads_the_columns_of_the_condition_and_is_called_by_it():
    check = Condition(condition="a > 0 AND b IS NULL")
    assert check.reads() == ("a", "b")
    assert check.label == "condition a > 0 AND b IS NULL"
    assert Condition(condition="a > 0", name="deep").label == "deep"


def test_formulas_may_stand_in_it():
    frame = pl.DataFrame({"t": [10.0, 10.0], "h": [50.0, 100.0]})
    assert frame.select(Condition(condition="dew_point(t, h) < t - 1").mask()).to_series().to_list() == [False, True]


def test_a_condition_without_columns_holds_for_all_rows_or_for_none():
    rules = "expect: [condition: {{condition: '{}', otherwise: warn}}]"
    frame = pl.DataFrame({"a": [1, 2]})
    assert made(rules.format("1 < 2")).run(frame).results[0].violations == 0
    assert made(rules.format("2 < 1")).run(frame).results[0].violations == 2


@pytest.mark.parametrize("condition", ["a >", "a > AVG(a)", "a > (SELECT 1)", "zz > 1"])
def test_what_is_no_condition_of_one_row_is_refused(condition):
    with pytest.raises(RuleFileError):
        made(f"columns: {{a: float}}\nexpect: [condition: {{condition: '{condition}'}}]")
