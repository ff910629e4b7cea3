import polars as pl
import pytest
from pipelines import made

from wrangle.engine.ops import CheckOp, FrameOp, LayoutOp, LeaveOp, RowOp
from wrangle.engine.plan import Request, resolve
from wrangle.engine.schedule import Lane, blocks_of, members, schedule
from wrangle.schema import schema_of

TABLE = pl.DataFrame({"a": [1.0], "b": [2.0], "t": ["x"], "u": ["y"]})


def plan(*steps, expect=""):
    body = "clean:\n" + "".join(f"  - {step}\n" for step in steps)
    return resolve(Request(made(body + expect), schema_of(TABLE.lazy())))


def stages(block):
    """Return the labels of a block's stages; a lane as its operations joined by dashes."""
    return [["-".join(op.origin.label for op in members(unit)) for unit in stage] for stage in block.stages]


def clip(name, column):
    return f"clip: {{name: {name}, column: {column}, min: 0}}"


def test_operations_that_do_not_need_each_other_are_one_stage():
    first, *_ = schedule(plan(clip("1", "a"), clip("2", "b"), "derive: {c: 1 + 1}"))
    assert stages(first) == [["1", "2", "derive"]]


def test_an_operation_comes_after_what_it_reads():
    first, *_ = schedule(plan(clip("1", "a"), "derive: {c: a + b}", clip("2", "b"), "derive: {name: last, d: c + a}"))
    assert stages(first) == [["1", "derive", "2"], ["last"]] or stages(first) == [["1"], ["derive", "2"], ["last"]]
    where = {label: number for number, stage in enumerate(stages(first)) for label in stage}
    assert where["1"] < where["derive"] < where["last"]


def test_an_operation_does_not_overwrite_what_an_earlier_one_has_yet_to_read():
    first, *_ = schedule(plan(clip("1", "a"), "derive: {c: a + b}", clip("2", "b")))
    where = {label: number for number, stage in enumerate(stages(first)) for label in stage}
    assert where["derive"] <= where["2"]


@pytest.mark.parametrize(("step", "kind"), [
    ('filter: "a > 0"', RowOp), ("deduplicate: {keys: [a]}", FrameOp), ("rename: {a: z}", LayoutOp)])  # fmt: skip
def test_what_changes_rows_or_columns_as_a_whole_ends_a_block(step, kind):
    first, second, *_ = schedule(plan(clip("1", "b"), step, clip("2", "b")))
    assert isinstance(first.end, kind)
    assert (stages(first), stages(second)) == ([["1"]], [["2"]])


def test_rejected_rows_leave_before_the_checks_of_expect():
    blocks = schedule(plan(clip("1", "a"), expect="expect: [not_null: {column: a}]"))
    assert isinstance(blocks[0].end, LeaveOp)
    assert stages(blocks[1]) == [["not_null a"]]


TRIM, NUMBER = "trim: {columns: [t]}", "parse_number: {column: t}"


def lanes(*steps, off=()):
    found = blocks_of(plan(*steps).ops, off)
    return [unit for block in found for stage in block.stages for unit in stage if isinstance(unit, Lane)]


def labels(lane):
    return [op.origin.label for op in lane.ops]


def test_a_chain_on_one_text_is_a_lane():
    (lane,) = lanes(TRIM, NUMBER, clip("1", "t"))
    assert (lane.source, labels(lane), lane.outputs) == ("t", ["trim", "parse_number", "1"], ("t",))


def test_each_text_has_a_lane_of_its_own():
    assert {lane.source for lane in lanes("trim: {columns: [t, u]}", NUMBER, "parse_number: {column: u}")} == {"t", "u"}


def test_what_reads_another_column_too_is_in_no_lane():
    (lane,) = lanes(TRIM, NUMBER, "derive: {c: t + a}", clip("1", "t"))
    assert labels(lane) == ["trim", "parse_number"]


def test_little_work_is_not_worth_a_lane():
    assert lanes("null_values: {columns: [t], values: [NA]}") == []


def test_a_lane_that_is_given_up_is_done_operation_by_operation():
    (lane,) = lanes(TRIM, NUMBER)
    assert lanes(TRIM, NUMBER, off={lane.key}) == []
    first, *_ = blocks_of(plan(TRIM, NUMBER).ops, {lane.key})
    assert stages(first) == [["trim"], ["parse_number"]]


def test_checks_of_the_text_belong_to_its_lane():
    rules = "columns: {t: {type: float, min: 0}}\nclean: [{trim: {columns: [t]}}]\n"
    found = schedule(resolve(Request(made(rules), schema_of(TABLE.select("t").lazy()))))
    (lane,) = (unit for block in found for stage in block.stages for unit in stage if isinstance(unit, Lane))
    assert isinstance(lane.ops[-1], CheckOp)


def test_new_columns_of_a_text_are_made_where_its_lane_stands():
    rules = ("parse_datetime: {column: t, formats: ['%Y']}", 'filter: "a > 0"', "cyclical: {column: t, part: month}")
    (lane,) = lanes(*rules)
    assert labels(lane) == ["parse_datetime", "cyclical"]
    frame = pl.DataFrame({"t": ["2013", "2014"], "a": [1.0, 0.0]})
    assert made("clean:\n" + "".join(f"  - {rule}\n" for rule in rules)).run(frame).clean.height == 1


def test_every_operation_is_done_once_in_whatever_order():
    checks = "expect: [not_null: {column: d}, unique: {column: a}]"
    hot, row = "one_hot: {column: u, levels: [y]}", 'filter: "a > 0"'
    derive, key, layout = "derive: {c: a + b}", "deduplicate: {keys: [a]}", "rename: {c: d}"
    whole = plan(TRIM, derive, row, NUMBER, clip("1", "a"), hot, key, layout, expect=checks)
    blocks = schedule(whole)
    units = [unit for block in blocks for stage in block.stages for unit in stage]
    ends = [block.end.position for block in blocks if block.end is not None]
    assert sorted([*ends, *(op.position for unit in units for op in members(unit))]) == [
        op.position for op in whole.ops
    ]
