import json
import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wrangle
from wrangle.errors import RuleFileError, SchemaError
from wrangle.explore.diff.diff import diff

STEPS = [
    "trim: {columns: [t]}",
    "clip: {column: n, min: 0}",
    "clip: {column: n, max: 3}",
    "null_values: {columns: [t], values: ['', x]}",
    "impute: {column: n, with: median}",
    "impute: {column: n, with: mean}",
    "filter: n < 4 OR n IS NULL",
    "deduplicate: {keys: [t]}",
    "deduplicate: {keys: [t], keep: last}",
    "derive: {d: n * 2}",
    "derive: {d: n + 1}",
    "parse_number: {column: t, otherwise: 'null'}",
    "parse_number: {column: t, otherwise: quarantine}",
    "cast: {columns: [n], to: integer}",
    "sort: {by: n}",
    "drop: {columns: [m]}",
]
CHECKS = ["not_null: {column: n, otherwise: quarantine}", "between: {column: n, min: 0, otherwise: warn}",
          "between: {column: n, max: 2, otherwise: quarantine}",
          "unique: {columns: [t], otherwise: quarantine}"]  # fmt: skip


@st.composite
def pipelines(draw):
    steps = draw(st.lists(st.sampled_from(STEPS), max_size=4, unique_by=lambda step: step.split(":")[0]))
    checks = draw(st.lists(st.sampled_from(CHECKS), max_size=2, unique=True))
    lines = ["name: p", *(["clean:"] if steps else []), *(f"  - {step}" for step in steps)]
    return "\n".join([*lines, *(["expect:"] if checks else []), *(f"  - {check}" for check in checks)])


ROWS = st.lists(
    st.tuples(
        st.sampled_from([" a", "a", "1", "2.5 ", "x", "", None]),
        st.sampled_from([-2.0, 0.0, 1.0, 2.5, 7.0, float("nan"), None]),
    ),
    min_size=1,
    max_size=25,
)


def table(rows):
    frame = pl.DataFrame(rows, schema={"t": pl.String, "n": pl.Float64}, orient="row")
    return frame.with_columns(id=pl.int_range(frame.height), m=pl.lit("m"))


def fates(result, height):
    clean = {row["id"]: row for row in result.clean.to_dicts()}
    rejected = {row["_row"]: (row["_rejected_by"], row["_why"]) for row in result.quarantine.to_dicts()}
    kind = ["clean" if row in clean else "quarantined" if row in rejected else "dropped" for row in range(height)]
    return clean, rejected, kind


def same(one, other):
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one) and math.isnan(other):
        return True
    return one == other and isinstance(one, str) == isinstance(other, str)


@settings(max_examples=80, deadline=None)
@given(pipelines(), pipelines(), ROWS)
def test_it_finds_exactly_what_a_loop_over_rows_and_cells_finds(old, new, rows):
    frame = table(rows)
    try:
        sides = [wrangle.read_text(text).run(frame) for text in (old, new)]
    except (wrangle.WrangleError, pl.exceptions.PolarsError):
        return  # rules that cannot be run are held to an error below
    found = diff(wrangle.read_text(old), wrangle.read_text(new), frame)
    (one, rejected, before), (other, refused, after) = (fates(each, frame.height) for each in sides)
    columns = [name for name in sides[0].clean.columns if name in sides[1].clean.columns]
    both = [row for row in one if row in other]
    cells = {(row, name) for row in both for name in columns if not same(one[row][name], other[row][name])}
    counted = {each.name: each.cells for each in found.columns if each.cells}
    assert counted == {name: n for name in columns if (n := sum(column == name for _, column in cells))}
    assert (found.rows_changed, found.rows_compared) == (len({row for row, _ in cells}), len(both))
    moves = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    reasons = sum(row in refused and rejected[row] != refused[row] for row in rejected)
    moved = {(each.before, each.after): each.rows for each in found.moved}
    assert moved.pop(("quarantined", "quarantined"), 0) == reasons
    assert moved == {pair: moves.count(pair) for pair in moves}
    assert [*found.added] == [name for name in sides[1].clean.columns if name not in sides[0].clean.columns]
    assert [*found.removed] == [name for name in sides[0].clean.columns if name not in sides[1].clean.columns]
    told = [sorted(map(repr, each.results)) for each in sides]  # their order tells nothing of the data
    assert bool(found.checks) == (told[0] != told[1])
    json.dumps(found.to_dict(), allow_nan=False)


def rules(*steps, expect=()):
    section = "".join(f"\n  - {step}" for step in steps)
    checks = "".join(f"\n  - {check}" for check in expect)
    return wrangle.read_text(
        "name: p" + (f"\nclean:{section}" if steps else "") + (f"\nexpect:{checks}" if checks else "")
    )


FRAME = pl.DataFrame({"a": [1.0, None, -3.0, 4.0], "t": ["x", "y ", "x", "z"]})


def test_a_rule_file_is_the_same_as_itself():
    assert diff(rules(STEPS[0]), rules(STEPS[0]), FRAME).same
    assert "both make the same of 4 rows" in str(diff(rules(), rules(), FRAME))


def test_cells_are_told_with_row_old_and_new_value():
    [column] = diff(rules(), rules("clip: {column: a, min: 0}"), FRAME).columns
    assert (column.name, column.examples, column.nulls_made) == ("a", [(2, -3.0, 0.0)], 0)


def test_rows_that_go_to_the_quarantine_now_are_told_with_the_reason():
    check = "between: {column: a, min: 0, otherwise: quarantine}"
    [moved] = diff(rules(), rules(expect=[check]), FRAME).moved
    assert (moved.before, moved.after, moved.rows) == ("clean", "quarantined", 1)
    assert moved.by == {"between a": 1}
    assert moved.examples == ((2, "between a: a -3.0 is not at least 0"),)


def test_rows_that_come_back_are_told_with_who_held_them():
    check = "between: {column: a, min: 0, otherwise: quarantine}"
    [moved] = diff(rules(expect=[check]), rules(), FRAME).moved
    assert (moved.before, moved.after, moved.by) == ("quarantined", "clean", {"between a": 1})


def test_dropped_rows_are_told_with_the_step():
    found = diff(rules(), rules("filter: a > 0"), FRAME)
    assert found.dropped == ({}, {"filter": 2})
    assert [row for row, _ in found.moved[0].examples] == [1, 2]


def test_a_type_that_changes_is_a_difference_without_a_cell_that_does():
    found = diff(rules(), rules("cast: {columns: [a], to: integer}"), FRAME)
    assert not found.same
    assert (found.columns[0].cells, found.columns[0].new_type) == (0, "integer")


def test_a_run_that_fails_now_is_a_difference_that_says_why():
    check = "between: {column: a, min: 0, otherwise: fail}"
    found = diff(rules(), rules(expect=[check]), FRAME)
    assert found.failed[0] == ""
    assert "between a" in found.failed[1]
    assert not found.same


def test_another_order_is_a_difference():
    assert diff(rules(), rules("sort: {by: a}"), FRAME).reordered
    assert diff(rules(), rules("select: {columns: [t, a]}"), FRAME).reordered


def test_rows_that_one_side_alone_reads_are_not_read_by_the_other(tmp_path):
    FRAME.write_parquet(tmp_path / "a.parquet")
    FRAME.head(3).write_parquet(tmp_path / "b.parquet")
    for name in "ab":
        (tmp_path / f"{name}.yaml").write_text(f"name: p\nsource: {name}.parquet\n", encoding="utf-8")
    [moved] = diff(tmp_path / "a.yaml", tmp_path / "b.yaml").moved
    assert (moved.before, moved.after, moved.rows) == ("clean", "not read", 1)


def test_a_side_that_cannot_run_is_an_error_of_ours(tmp_path):
    with pytest.raises(SchemaError):
        diff(rules(), rules("clip: {column: none, min: 0}"), FRAME)
    with pytest.raises(RuleFileError, match="no rule file"):
        diff(tmp_path / "none.yaml", rules(), FRAME)


def test_many_batches_give_what_one_gives(monkeypatch):
    frame = pl.DataFrame(
        {"a": [float(each % 97) for each in range(3_000)], "t": [str(each % 7) for each in range(3_000)]}
    )
    old, new = (
        rules("filter: a < 90"),
        rules("clip: {column: a, max: 50}", expect=["between: {column: a, min: 3, otherwise: quarantine}"]),
    )
    whole = diff(old, new, frame).to_dict()
    monkeypatch.setattr("wrangle.engine.passes.BATCH", 170)
    parted = diff(old, new, frame).to_dict()
    assert parted == whole


def test_no_rows_are_the_same():
    assert diff(rules(), rules("clip: {column: a, min: 0}"), FRAME.clear()).same


def test_progress_is_told_and_the_notebook_shows_a_page():
    told = []
    found = diff(rules(), rules("clip: {column: a, min: 0}"), FRAME, progress=told.append)
    assert told[-1] == 4
    assert found._repr_html_().startswith("<iframe")
    assert repr(found) == "Diff('p', 'p': 1 cells differ)"
