import polars as pl
import pytest
from pipelines import made

from wrangle.engine.ops import AskOp, FrameOp, KeyOp, WaitOp
from wrangle.engine.plan import Request, resolve
from wrangle.engine.segment import decides, needed, questions, ready, who
from wrangle.schema import schema_of

TABLE = pl.DataFrame({"a": [1.0, None], "b": [None, 2.0], "g": ["x", "y"]})


def plan(*steps, expect=()):
    body = "clean:\n" + "".join(f"  - {step}\n" for step in steps)
    checks = "expect:\n" + "".join(f"  - {check}\n" for check in expect) if expect else ""
    return resolve(Request(made(body + checks), schema_of(TABLE.lazy())))


def asked(found, **options):
    return [op.origin.label for op in ready(found, {}, **({"rows": True} | options))]


MEDIAN = "impute: {{name: {0}, column: {0}, with: median}}"


def test_all_statistics_of_raw_columns_are_asked_for_together():
    assert asked(plan(MEDIAN.format("a"), MEDIAN.format("b"), "one_hot: {column: g}")) == ["a", "b", "one_hot"]


def test_a_statistic_of_what_is_not_known_yet_waits():
    found = plan(MEDIAN.format("a"), "derive: {c: a + 1}", MEDIAN.format("c"), MEDIAN.format("b"))
    assert asked(found) == ["a", "b"]


def test_what_is_renamed_is_followed():
    found = plan(MEDIAN.format("a"), "rename: {a: d, b: e}", MEDIAN.format("d"), MEDIAN.format("e"))
    assert asked(found) == ["a", "e"]


def test_nothing_is_known_behind_rows_that_a_statistic_chooses():
    assert asked(plan(MEDIAN.format("a"), 'filter: "a > 1"', MEDIAN.format("b"))) == ["a"]
    assert asked(plan(MEDIAN.format("a"), 'filter: "b > 1"', MEDIAN.format("b"))) == ["a", "b"]


def test_nothing_is_known_behind_keys_that_are_not_decided():
    found = plan("deduplicate: {keys: [g]}", MEDIAN.format("a"))
    assert asked(found) == ["deduplicate"]
    (frame,) = (op for op in found.ops if isinstance(op, FrameOp))
    assert [op.origin.label for op in ready(found, {who(frame)}, rows=True)] == ["a"]


def test_keys_behind_the_last_statistic_are_decided_only_for_writing():
    found = plan(MEDIAN.format("a"), "deduplicate: {keys: [g]}")
    assert asked(found) == ["a", "deduplicate"]
    assert asked(found, rows=False) == ["a"]


def test_all_that_follows_a_layout_which_only_fitting_can_tell_waits():
    found = plan("one_hot: {column: g}", 'select: ["g_x", b]', "impute: {column: b, with: mean}")
    assert any(isinstance(op, WaitOp) for op in found.ops)
    assert asked(found) == ["one_hot"]


def test_operations_that_nothing_wanted_depends_on_are_left_out():
    found = plan("derive: {c: a + 1}", "derive: {d: b + 1}", "impute: {name: c, column: c, with: mean}")
    ops, columns = needed(found, [op for op in found.ops if isinstance(op, AskOp)])
    assert columns == ("a",)
    assert [op.origin.label for op in ops] == ["derive", "c"]


def test_operations_that_send_rows_away_are_kept():
    found = plan("derive: {c: a + 1}", 'filter: "b > 1"', MEDIAN.format("a"))
    ops, columns = needed(found, [op for op in found.ops if isinstance(op, AskOp)])
    assert columns == ("a", "b")
    assert [op.origin.label for op in ops] == ["filter", "a"]


@pytest.mark.parametrize(("otherwise", "before"), [("quarantine", True), ("warn", False), ("fail", False)])
def test_checks_on_keys_are_decided_before_or_asked_behind_the_rows(otherwise, before):
    found = plan(expect=[f"unique: {{column: a, otherwise: {otherwise}}}"])
    (op,) = (op for op in found.ops if isinstance(op, KeyOp))
    assert decides(op) is before
    assert (op in questions(found)) is not before


def test_who_an_operation_is_stays_when_the_plan_grows():
    one, other = plan("clip: {column: a, min: 0}", "deduplicate: {keys: [g]}"), plan(
        "trim: {columns: all}", "deduplicate: {keys: [g]}")  # fmt: skip
    found = [who(op) for each in (one, other) for op in each.ops if isinstance(op, FrameOp)]
    assert found == [("steps", 1, "deduplicate")] * 2
