"""Why a row was rejected is said in a sentence: which column, what stood there, what is asked."""

from datetime import datetime

import polars as pl
import psutil
import pytest
from pipelines import made

from wrangle.engine.ops import ROW
from wrangle.engine.reasons import REJECTION, quarantined


def why(body, frame):
    found = made(body).run(frame).quarantine
    return [reason for reasons in found["_why"].to_list() for reason in reasons]


KNOWN = "clean: [canonicalize: {column: a, names: {x: [y]}, otherwise: quarantine}]"


@pytest.mark.parametrize(
    ("rule", "column", "said"),
    [
        ("clean: [cast: {column: a, to: integer}]", ["x"], "a 'x' is not a whole number"),
        ("clean: [cast: {column: a, to: float}]", [""], "a '' is not a number"),
        ("clean: [parse_number: {column: a}]", ["1.2.3"], "a '1.2.3' is not a number"),
        ("clean: [convert_units: {column: a, to: m}]", ["far"], "a 'far' is no quantity that can be given in m"),
        (KNOWN, ["z"], "a 'z' is no known spelling"),
        ("clean: [filter: {condition: 'a > 1', otherwise: quarantine}]", [1.0], "a 1.0 is not kept: a > 1"),
        ("clean: [filter: {condition: 'a > 1', otherwise: quarantine}]", [None, 2.0], "a null is not kept: a > 1"),
        ("expect: [not_null: {column: a}]", [None, 1], "a null is missing"),
        ("expect: [not_null: {column: a}]", [float("nan")], "a NaN is missing"),
        ("expect: [between: {column: a, min: 0, max: 3}]", [4], "a 4 is not between 0 and 3"),
        ("expect: [in_set: {column: a, values: [x, y]}]", ["z"], "a 'z' is none of x, y"),
        ("expect: [matches: {column: a, pattern: '^x'}]", ["z"], "a 'z' does not match ^x"),
        ("expect: [condition: {condition: a * 2 < 6}]", [3.0], "a 3.0 is not so: a * 2 < 6"),
        ("expect: [unique: {column: a, otherwise: quarantine}]", [5, 5], "a 5 stands more than once"),
    ],
)  # fmt: skip
def test_a_reason_names_column_value_and_what_is_asked(rule, column, said):
    assert why(rule, pl.DataFrame({"a": column}))[0] == said


def test_a_time_is_told_as_it_was_read_and_as_it_is():
    rules = "columns: {a: {type: datetime, formats: ['%Y-%m-%d'], max: '2013-01-01'}}\n"
    assert why(rules, pl.DataFrame({"a": ["soon", "2014-01-01"]})) == [
        "a 'soon' fits none of the formats %Y-%m-%d",
        "a 2014-01-01 00:00:00.000000 is not at most 2013-01-01",
    ]
    frame = pl.DataFrame({"a": [datetime(2014, 1, 1)]})
    assert why("expect: [between: {column: a, max: '2013-01-01'}]", frame)[0].startswith("a 2014-01-01 00:00:00")


def test_a_reason_over_several_columns_names_them_all():
    frame = pl.DataFrame({"b": [1.0, 3.0], "a": ["x", None]})
    assert why("expect: [condition: {condition: \"a = 'y' OR b > 5\"}]", frame) == [
        "a 'x', b 1.0 is not so: a = 'y' OR b > 5"
    ]
    assert why("expect: [compound_unique: {columns: [a, b], otherwise: quarantine}]", pl.concat([frame[:1]] * 2)) == [
        "a 'x', b 1.0 stands more than once"] * 2  # fmt: skip


def test_a_value_is_told_as_the_step_saw_it():
    rules = "clean: [trim: {columns: [a]}, cast: {column: a, to: integer}]"
    assert why(rules, pl.DataFrame({"a": ["  x "]})) == ["a 'x' is not a whole number"]


def test_one_column_that_breaks_two_checks_has_two_reasons():
    rules = "expect: [between: {column: a, max: 3}, condition: {condition: a % 2 = 0}]"
    assert why(rules, pl.DataFrame({"a": [5]})) == ["a 5 is not at most 3", "a 5 is not so: a % 2 = 0"]


def test_a_cell_that_was_refused_is_not_missing_as_well():
    rules = "columns: {a: {type: integer, nullable: false}}\n"
    assert why(rules, pl.DataFrame({"a": ["x", None]})) == ["a 'x' is not a whole number", "a null is missing"]


def rejection(row, position, said):
    return pl.DataFrame([(row, position, said)], schema=REJECTION, orient="row")


def test_reasons_are_put_together_by_row_and_in_the_order_of_work():
    raw = pl.DataFrame({"a": ["x", "y", "z"]}).with_columns(pl.Series(ROW, [7, 8, 9], pl.UInt32))
    found = [rejection(9, 3, "late"), rejection(7, 1, "one"), rejection(9, 0, "early"), rejection(9, 3, "again")]
    table = quarantined(raw, found, {0: "first", 1: "second", 3: "third"})
    assert table.rows() == [("x", 7, ["second"], ["one"]), ("z", 9, ["first", "third"], ["early", "late", "again"])]


def test_rows_need_not_be_numbered_without_a_gap():
    raw = pl.DataFrame({"a": ["x", "y", "z"]}).with_columns(pl.Series(ROW, [2, 5, 90], pl.UInt32))
    assert quarantined(raw, [rejection(90, 0, "why"), rejection(5, 0, "why")], {0: "it"})["a"].to_list() == ["y", "z"]


def test_rejected_rows_do_not_keep_the_texts_of_their_batch_in_memory():
    held, before = [], 0
    for number in range(12):
        texts = pl.int_range(200_000, eager=True).cast(pl.String) + f" a text too long to stand in a view, {number}"
        raw = pl.DataFrame([texts.alias("a").rechunk(), pl.int_range(200_000, dtype=pl.UInt32, eager=True).alias(ROW)])
        found = pl.DataFrame({ROW: [7], "position": [0], "why": ["a is odd"]}, schema=REJECTION)
        before = anonymous() if number == 1 else before
        held.append(quarantined(raw, [found], {0: "odd"}))
    del raw, texts
    assert [each["a"].item()[:2] for each in held] == ["7 "] * 12
    assert anonymous() - before < 60 * 2**20  # the texts of ten batches are 90 MB


def anonymous():
    """Return the bytes of memory that this process holds."""
    return psutil.Process().memory_full_info().uss
