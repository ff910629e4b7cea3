from datetime import date, datetime

import polars as pl
import pytest
from pipelines import made

from wrangle.engine.trial import _same, trials

RULES = """
clean:
  - cast: {column: a, to: float}
  - clip: {column: a, min: 0}
expect:
  - between: {column: a, max: 10}
examples:
"""


def faults(*examples):
    body = RULES + "".join(f"  - {each}\n" for each in examples)
    return [trial.faults for trial in trials(made(body).fit(pl.DataFrame({"a": ["1"]})))]


def test_an_example_that_holds_has_no_faults():
    assert faults("{given: {a: -3}, then: {a: 0}}", '{given: {a: "7.5"}, then: {a: 7.5}}') == [(), ()]


def test_every_column_that_is_not_as_told_is_a_fault():
    assert faults("{given: {a: 4}, then: {a: 5, b: 1}}") == [("a is 4.0, not 5", "there is no column b: there are a")]


def test_a_record_that_must_be_rejected_and_is():
    assert faults("{given: {a: 11}, then: rejected}", "{given: {a: x}, then: rejected}") == [(), ()]


def test_a_record_that_must_be_rejected_and_is_not():
    assert faults("{given: {a: 1}, then: rejected}") == [("the record was not rejected",)]


def test_a_record_that_must_not_be_rejected_says_why_it_was():
    ((said,),) = faults("{given: {a: 11}, then: {a: 11}}")
    assert "rejected by between a: a 11.0 is not at most 10" in said


def test_a_column_that_is_not_known_is_told_even_where_rejection_is_awaited():
    ((said,),) = faults("{given: {z: 11}, then: rejected}")
    assert "column 'z' that is not known" in said


def test_examples_keep_their_order_and_names():
    body = RULES + "  - {name: first, given: {a: 1}, then: {a: 1}}\n  - {given: {a: 2}, then: {a: 2}}\n"
    found = trials(made(body).fit(pl.DataFrame({"a": ["1"]})))
    assert [trial.example.name for trial in found] == ["first", ""]


def test_a_rule_file_without_examples_has_no_trials():
    assert trials(made("clean: [clip: {column: a, min: 0}]").fit(pl.DataFrame({"a": [1.0]}))) == []


@pytest.mark.parametrize(("got", "wanted", "expected"), [
    (1.0, 1, True), (1.0, 1.0 + 1e-12, True), (1.0, 1.001, False), (float("nan"), float("nan"), True),
    (True, True, True), ("x", "x", True), ("x", "y", False), (None, None, True), (None, 0, False),
    (datetime(2013, 1, 2, 3), "2013-01-02 03:00:00", True), (datetime(2013, 1, 2, 3), "2013-01-02", False),
    (datetime(2013, 1, 2), "soon", False), (date(2013, 1, 2), "2013-01-02", True), (date(2013, 1, 2), "2013", False),
    (7, 7, True), (7, "7", False)])  # fmt: skip
def test_numbers_are_the_same_to_nine_digits_and_times_as_text(got, wanted, expected):
    assert _same(got, wanted) is expected
