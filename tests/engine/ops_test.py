import polars as pl
import pytest
from pipelines import made

from wrangle.engine.ops import AskOp, CheckOp, ColumnOp, KeyOp, Origin, RowOp
from wrangle.engine.plan import Request, resolve
from wrangle.schema import schema_of

TABLE = pl.DataFrame({"a": [1.0], "t": ["x"]})


def ops(body, kind):
    plan = resolve(Request(made(body), schema_of(TABLE.lazy())))
    return [op for op in plan.ops if isinstance(op, kind)]


@pytest.mark.parametrize(("otherwise", "rejects"), [("quarantine", True), ("fail", True), ("null", False)])
def test_a_column_step_rejects_misfits_where_its_otherwise_says_so(otherwise, rejects):
    (op,) = ops(f"clean: [cast: {{column: t, to: integer, otherwise: {otherwise}}}]", ColumnOp)
    assert (op.rejects, op.otherwise) == (rejects, otherwise)


def test_a_column_step_without_otherwise_has_no_misfits():
    (op,) = ops("clean: [clip: {column: a, min: 0}]", ColumnOp)
    assert (op.rejects, op.otherwise) == (False, "")


@pytest.mark.parametrize(("otherwise", "rejects"), [("quarantine", True), ("drop", False)])
def test_a_row_step_rejects_or_drops(otherwise, rejects):
    (op,) = ops(f"clean: [filter: {{condition: a > 0, otherwise: {otherwise}}}]", RowOp)
    assert op.rejects is rejects


@pytest.mark.parametrize(("otherwise", "rejects"), [("quarantine", True), ("warn", False), ("fail", False)])
def test_checks_reject_where_they_quarantine(otherwise, rejects):
    rules = "expect: [{0}: {{column: a, otherwise: {1}}}]"
    (value,) = ops(rules.format("not_null", otherwise), CheckOp)
    (key,) = ops(rules.format("unique", otherwise), KeyOp)
    assert value.rejects is key.rejects is rejects


def test_what_reads_one_column_of_text_is_work_by_text():
    assert [op.of_text for op in ops("clean: [trim: {columns: [t]}, clip: {column: a, min: 0}]", ColumnOp)] == [
        True,
        False,
    ]
    (op,) = ops("clean: [trim: {columns: [t], where: a > 0}]", ColumnOp)
    assert (op.of_text, op.reads, op.writes) == (False, {"a", "t"}, ("t",))


def test_a_question_reads_what_its_statistics_read():
    (op,) = ops("clean: [impute: {column: a, with: mean, by: t}]", AskOp)
    assert op.reads == {"a", "t"}
    assert not op.writes


def test_each_of_several_columns_is_an_operation_of_its_own():
    found = ops("clean: [impute: {columns: [a, t], with: constant, value: 1}]", ColumnOp)
    assert [op.writes for op in found] == [("a",), ("t",)]
    assert {op.origin for op in found} == {Origin("steps", 0, "impute")}


def test_operations_are_told_apart_by_what_they_are_not_by_their_options():
    one, other = ops("clean: [clip: {column: a, min: 0}, clip: {column: a, min: 0}]", ColumnOp)
    assert one != other
    assert len({one, other}) == 2
