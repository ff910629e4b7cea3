import polars as pl
import pytest
from pipelines import WEATHER, made, weather

from wrangle.engine import preview as preview_module
from wrangle.engine.preview import preview
from wrangle.errors import SchemaError, SourceError


def labels(found):
    return [each.label for each in found]


def test_every_step_and_check_is_shown_in_the_order_of_work():
    rules = "clean: [trim: {columns: [t]}, clip: {column: a, min: 0}]\nexpect: [not_null: {column: a}]"
    found = preview(made(rules), pl.DataFrame({"a": [-1], "t": [" x"]}))
    assert labels(found) == ["trim", "clip", "not_null a"]
    assert [each.columns for each in found] == [["t"], ["a"], []]
    assert [each.section for each in found] == ["steps", "steps", "expect"]


def test_each_step_takes_the_rows_as_the_one_before_left_them():
    found = preview(made("clean: [clip: {column: a, max: 9}, derive: {b: a + 1}]"), pl.DataFrame({"a": [5, 50]}))
    assert found[1].before.equals(found[0].after)
    assert found[1].after["b"].to_list() == [6, 10]
    assert found[1].columns == ["b"]


def test_rows_that_leave_are_told_with_their_reason():
    rules = 'clean: [cast: {column: a, to: integer}, filter: "a > 1"]'
    first, second, *_ = preview(made(rules), pl.DataFrame({"a": ["1", "x", "2"]}))
    assert first.rejected.select("_row", "_why").rows() == [(1, ["a 'x' is not a whole number"])]
    assert (second.before.height, second.after.height, second.rejected.height) == (2, 1, 0)


def test_rows_that_are_rejected_behind_others_that_left_are_shown_as_they_were():
    rules = 'clean: [filter: "a > 1", cast: {column: b, to: integer}]'
    found = preview(made(rules), pl.DataFrame({"a": [1, 2, 3], "b": ["1", "x", "3"]}))
    assert found[1].rejected.select("a", "b", "_row").rows() == [(2, "x", 1)]


def test_only_the_first_rows_are_shown_but_steps_learn_from_more():
    frame = pl.DataFrame({"a": [None, *[4.0] * 99]})
    (shown,) = (each for each in preview(made("clean: [impute: {column: a, with: mean}]"), frame, rows=3)
                if each.label == "impute")  # fmt: skip
    assert shown.after["a"].to_list() == [4.0, 4.0, 4.0]
    assert shown.columns == ["a"]


def test_steps_learn_from_no_more_than_the_first_rows(monkeypatch):
    monkeypatch.setattr(preview_module, "LEARN", 2)
    frame = pl.DataFrame({"a": [None, 4.0, 1000.0]})
    shown = preview(made("clean: [impute: {column: a, with: mean}]"), frame, rows=3)[0]
    assert shown.after["a"].to_list() == [4.0, 4.0]


def test_duplicates_of_shown_rows_go():
    shown = preview(made("clean: [deduplicate: {keys: [a]}]"), pl.DataFrame({"a": [1, 1, 2]}))[0]
    assert shown.after["a"].to_list() == [1, 2]


def test_checks_on_keys_that_quarantine_are_shown_and_those_that_fail_are_not():
    rules = "expect: [unique: {{column: a, otherwise: {}}}]"
    frame = pl.DataFrame({"a": [1, 1, 2]})
    assert preview(made(rules.format("fail")), frame) == []
    (shown,) = preview(made(rules.format("quarantine")), frame)
    assert shown.rejected["_row"].to_list() == [0, 1]


def test_layouts_show_columns_that_are_new():
    rename, select = preview(made("clean: [rename: {a: b}, select: [b]]"), pl.DataFrame({"a": [1], "c": [2]}))
    assert rename.columns == ["b"]
    assert select.after.columns == ["b", "__row"]


def test_whole_rule_files_are_shown_as_they_run():
    frame = weather(12)
    pipeline = made(WEATHER)
    found = preview(pipeline, frame, rows=12)
    assert found[-1].after.drop("__row").equals(pipeline.run(frame).clean)


@pytest.mark.parametrize("rows", [0, 1])
def test_hardly_any_rows_are_shown_as_they_are(rows):
    found = preview(
        made("clean: [clip: {column: a, min: 0}]"), pl.DataFrame({"a": pl.Series([-1.0] * rows, dtype=pl.Float64)})
    )
    assert found[0].after["a"].to_list() == [0.0] * rows


def test_data_that_does_not_fit_is_refused():
    with pytest.raises(SchemaError, match="there is no column 'a' here"):
        preview(made("clean: [clip: {column: a, min: 0}]"), pl.DataFrame({"b": [1]}))
    with pytest.raises(SourceError):
        preview(made("clean: [clip: {column: a, min: 0}]"), "nowhere.csv")
