"""Window steps in a pipeline: when they are decided, what they see, how their columns come back, what serving says."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from pipelines import audited, cut, made, same
from polars.testing import assert_frame_equal

from wrangle.engine.faults import problems
from wrangle.engine.parted import raw_columns, run_parts
from wrangle.engine.preview import preview
from wrangle.engine.session import Session
from wrangle.engine.windows import Windows
from wrangle.errors import SchemaError
from wrangle.sources.input import frame_input

TRAINING = "{column: ice, by: g, order_by: t, window: 2, aggregate: max, into: soon, direction: future, at: training}"
RULES = f"""
columns: {{g: string, t: {{type: integer, nullable: false}}, a: {{type: float, max: 100}}}}
clean:
  - trim: {{columns: [g]}}
  - impute: {{column: a, with: mean}}
transform:
  - derive: {{ice: a > 5}}
  - rolling: {TRAINING}
  - derive: {{label: soon AND NOT ice}}
"""


def table(rows, seed=0):
    chance = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "g": chance.choice(["x ", " x", "y"], rows),
            "t": [str(each) for each in chance.integers(0, 50, rows)],
            "a": chance.choice(["1", "7", "", "101", "9"], rows),
        }
    )


def added(numbers):
    rows = pl.Series("__row", numbers, pl.UInt32)
    return pl.DataFrame([rows, pl.Series("new", [f"row {each}" for each in numbers])])


def test_columns_come_back_by_row_number_from_memory_and_from_files():
    numbers = np.random.default_rng(1).permutation(1000)
    for limit in (0, 20_000, 1 << 30):
        found = Windows(limit=limit)
        for start in range(0, 1000, 100):
            found.add(added(numbers[start : start + 100][numbers[start : start + 100] % 7 > 0]))
        rows = pl.Series(range(150, 700, 3), dtype=pl.UInt32)
        wanted = [f"row {each}" if each % 7 else None for each in rows]
        assert found.of(rows)[0].to_list() == wanted
        assert found.of(rows.clear())[0].to_list() == []
        folder = found._folder
        del found
        assert folder is None or not folder.exists()


def test_a_pipeline_gives_the_same_however_its_rows_are_cut(monkeypatch):
    frame, pipeline = table(500), made(RULES)
    whole = pipeline.run(frame)
    assert whole.clean["soon"].null_count() > 0
    for size, threads in ((1, 1), (7, 3)):
        with cut(monkeypatch, batch=size, threads=threads):
            same(pipeline.run(frame), whole, shown=False)


def test_a_window_sees_no_row_that_was_rejected_or_dropped_before():
    rules = """
clean:
  - cast: {column: a, to: float, otherwise: quarantine}
  - filter: "a < 50"
  - deduplicate: {keys: t}
  - lag: {column: a, order_by: t, into: before}
"""
    frame = pl.DataFrame({"a": ["1", "no", "99", "2", "3", "4"], "t": [1, 2, 3, 4, 4, 5]})
    result = made(rules).run(frame)
    assert result.clean.select("a", "before").rows() == [(1.0, None), (2.0, 1.0), (4.0, 2.0)]
    assert audited(result, "lag", "before") == {"nulls_filled": 2}


def test_windows_over_windows_and_statistics_of_windows_take_a_pass_each():
    rules = """
clean:
  - lag: {column: a, order_by: t, into: before}
  - lag: {column: before, order_by: t, into: long_before}
  - impute: {column: long_before, with: mean}
  - rename: {before: once, long_before: twice}
"""
    work = made(rules)
    frame = pl.DataFrame({"a": [1.0, 2.0, 6.0, 9.0], "t": [1, 2, 3, 4]})
    result = work.run(frame)
    assert result.clean.columns == ["a", "t", "once", "twice"]
    assert result.clean["once"].to_list() == [None, 1.0, 2.0, 6.0]
    assert result.clean["twice"].to_list() == [1.5, 1.5, 1.0, 2.0]
    assert result.summary["passes"] == 4


def test_a_window_over_a_column_that_fitting_makes_waits_for_it():
    rules = "clean: [one_hot: {column: s}, lag: {column: s_b, order_by: t, into: before}, derive: {d: before + 0}]"
    result = made(rules).run(pl.DataFrame({"s": ["a", "b"], "t": [2, 1]}))
    assert result.clean["d"].to_list() == [1, None]


def test_windows_see_their_part_alone():
    frame = pl.DataFrame({"a": [1, 2, 3, 4], "t": [1, 2, 3, 4]})
    parts = np.array([0, 2, 0, 2], np.uint8)
    batches: list[pl.DataFrame] = []
    pipeline = made("clean: [lag: {column: a, order_by: t, into: before}]")
    run_parts(Session(pipeline, frame_input(frame), parts=parts), batches.append)
    assert pl.concat(batches)["before"].to_list() == [None, None, 1, 2]


def test_no_rows_give_no_rows(monkeypatch):
    found = made(RULES).fit(table(9)).run(table(9).clear())
    assert (found.clean.height, found.clean.schema["soon"]) == (0, pl.Boolean)
    empty = np.empty(0, np.uint8)
    batches: list[pl.DataFrame] = []
    pipeline = made("clean: [lag: {column: a, order_by: a, into: before}]")
    frame = pl.DataFrame(schema={"a": pl.Int64})
    run_parts(Session(pipeline, frame_input(frame), parts=empty), batches.append)
    assert batches[0].schema["before"] == pl.Int64


def test_the_columns_of_a_window_are_known_before_any_data_is_read():
    columns = "columns: {t: datetime, a: float}\nclean:\n  - rolling: {column: a, order_by: t, window: 3h, %s}\n"
    body = columns % "aggregate: count, into: n" + "  - trim: {columns: [n]}\n"
    with pytest.raises(Exception, match="the column 'n' is integer here"):
        made(body)
    assert problems(made(columns % "aggregate: count, into: n")) == []
    with pytest.raises(Exception, match="'t' is float"):
        made(columns.replace("t: datetime", "t: float") % "aggregate: count, into: n")
    with pytest.raises(Exception, match="would overwrite the column 't'"):
        made(columns % "aggregate: count, into: t")


def test_a_preview_shows_what_a_window_adds():
    shown = preview(made("clean: [lag: {column: a, order_by: a, into: before}]"), pl.DataFrame({"a": [1, 2]}))
    assert [(each.label, each.columns) for each in shown] == [("lag", ["before"])]
    assert shown[0].after["before"].to_list() == [None, 1]


def test_serving_refuses_a_window_and_says_what_to_do():
    fitted = made(RULES.replace(", at: training", "")).fit(table(9))
    with pytest.raises(SchemaError, match=r"rolling looks at other rows.*\n  help: say `at: training`"):
        fitted.record({"g": "x", "t": 1, "a": 1})


def test_serving_leaves_a_window_for_training_out_and_names_steps_that_read_its_columns():
    fitted = made(RULES).fit(table(9))
    with pytest.raises(
        SchemaError, match=r"derive reads 'soon', which 'rolling' makes: .*\n  help: say `at: training`"
    ):
        fitted.record({"g": "x", "t": 1, "a": 1})


def test_serving_leaves_out_what_is_for_training_alone_and_lays_out_what_is_there():
    label = "  - derive: {columns: {label: soon AND NOT ice}, at: training}\n"
    rules = RULES.replace("  - derive: {label: soon AND NOT ice}\n", label)
    rules += "  - rename: {label: target}\n  - select: {columns: [ice, target, t]}\n"
    rules += "expect: [not_null: {column: target, otherwise: quarantine, at: training}]\n"
    fitted = made(rules).fit(table(200))
    assert fitted.run(table(200)).clean.columns == ["ice", "target", "t"]
    assert fitted.record({"g": "x", "t": 1, "a": 7}) == {"ice": True, "t": 1}
    with pytest.raises(SchemaError, match="not_null reads 'target', which 'derive' makes"):
        made(rules.replace(", at: training}]", "}]")).fit(table(200)).record({"g": "x", "t": 1, "a": 7})


def test_a_split_by_a_column_of_a_window_is_refused():
    session = Session(
        made("clean: [lag: {column: a, order_by: a, into: before}]"), frame_input(pl.DataFrame({"a": [1]}))
    )
    with pytest.raises(SchemaError, match="split by 'before' needs 'lag', which looks at other rows"):
        raw_columns(session, ["before"])
    assert raw_columns(session, ["a"]).rows() == [(0, 1)]


def test_what_is_saved_is_the_same_again(tmp_path):
    fitted = made(RULES).fit(table(50))
    again = type(fitted).load(fitted.save(tmp_path / "p"))
    assert_frame_equal(again.run(table(80)).clean, fitted.run(table(80)).clean, check_exact=True)
