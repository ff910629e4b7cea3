import json

import polars as pl
from pipelines import WEATHER, audited, made, weather

from wrangle.engine.audit import SCHEMA


def test_the_table_has_one_schema_whatever_is_in_it():
    assert made("description: x\n").run(weather()).audit.schema == SCHEMA
    assert made(WEATHER).run(weather()).audit.schema == SCHEMA


def test_rows_of_the_table_add_up_to_the_rows_of_the_run():
    result = made(WEATHER).run(weather(200))
    assert result.audit["rows_dropped"].sum() == sum(result.summary["rows_dropped"].values()) > 0
    reasons = result.quarantine["_why"].list.len().sum()
    assert result.audit["rows_quarantined"].sum() == reasons >= result.quarantine.height > 0


def test_columns_of_one_step_count_its_rows_once():
    columns = {name: f"CASE WHEN a > {most} THEN a END" for name, most in (("b", 1), ("c", 2))}
    rules = f"clean: [derive: {{columns: {json.dumps(columns)}, otherwise: quarantine}}]"
    result = made(rules).run(pl.DataFrame({"a": [1, 2, 3]}))
    assert audited(result, "derive", "b") == {"misfits": 1, "rows_quarantined": 2}
    assert audited(result, "derive", "c") == {"misfits": 2}
    assert result.quarantine.height == 2


def test_a_new_column_has_no_cells_before_that_could_have_changed():
    result = made("clean: [derive: {b: a * 2}]").run(pl.DataFrame({"a": [1, None]}))
    assert audited(result, "derive", "b") == {}


def test_sections_tell_where_an_operation_stands():
    rules = "columns: {a: {type: integer, min: 0}}\nclean: [clip: {column: a, max: 5}]\nexpect: [not_null: {column: a}]"
    found = made(rules).run(pl.DataFrame({"a": ["1"]})).audit
    assert found.select("section", "step").rows() == [
        ("columns", "columns.a"),
        ("columns", "columns.a between"),
        ("steps", "clip"),
        ("expect", "not_null a"),
    ]


def test_a_named_step_is_called_by_its_name():
    result = made("clean: [clip: {column: a, max: 5, name: not too deep}]").run(pl.DataFrame({"a": [9]}))
    assert audited(result, "not too deep", "a") == {"cells_changed": 1}


def test_the_way_to_an_answer_is_told_where_a_step_has_several():
    step = "canonicalize: {column: a, vocabulary: countries, fuzzy: 90}"
    result = made(f"clean: [{step}]").run(pl.DataFrame({"a": ["NO", "NORWAY", "Korea, Rep. of", "Uzbekitsan"]}))
    (shown,) = result.audit.filter(step="canonicalize")["examples"].to_list()
    assert {each["before"]: each["way"] for each in shown} == {
        "NO": "exact", "NORWAY": "folded", "Korea, Rep. of": "fingerprint", "Uzbekitsan": "fuzzy"}  # fmt: skip


def test_values_of_every_type_are_shown_as_text():
    frame = pl.DataFrame({"n": [1.5], "b": [True], "d": ["2013-01-02"]})
    result = made(
        "clean: [cast: {column: n, to: string}, cast: {column: b, to: string}, cast: {column: d, to: date}]"
    ).run(frame)
    shown = [(each["before"], each["after"]) for row in result.audit["examples"].to_list() for each in row]
    assert shown == [("1.5", "1.5"), ("true", "true"), ("2013-01-02", "2013-01-02")]
