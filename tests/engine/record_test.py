"""One record takes the way of the rows: the same expressions, the same reasons, `at: training` left out."""

from datetime import date, datetime

import polars as pl
import pytest
from pipelines import WEATHER, made, weather

from wrangle.engine import record
from wrangle.engine.record import Records
from wrangle.errors import NotFittedError, RecordRejectedError, RunFailedError, SchemaError
from wrangle.schema import schema_of

TABLE = pl.DataFrame({"a": [1.0, 2.0], "t": ["x", "y"]})


def fitted(body, frame=TABLE):
    return made(body).fit(frame)


def test_a_record_is_cleaned_as_its_row_would_be():
    model = fitted(WEATHER, weather())
    row = {"station": " EWR", "observed_at": "02/01/2013 18:00", "temperature": "50 F", "humidity": None}
    whole = model.run(pl.DataFrame([row], schema=weather().schema)).clean
    assert model.record(row) == whole.row(0, named=True)
    assert model.record(row)["observed_at"] == datetime(2013, 1, 2, 18)


def test_what_is_left_out_is_null():
    assert fitted("clean: [clip: {column: a, min: 0}]").record({"t": "z"}) == {"a": None, "t": "z"}


def test_a_column_that_is_not_known_is_named_with_the_closest_one():
    with pytest.raises(SchemaError, match=r"column 'tt' that is not known: did you mean 't'\?"):
        fitted("clean: [clip: {column: a, min: 0}]").record({"a": 1.0, "tt": "z"})


def test_a_check_that_quarantines_rejects_the_record_with_its_reason():
    model = fitted("expect: [between: {column: a, max: 10}]")
    assert model.record({"a": 10.0})["a"] == 10.0
    with pytest.raises(RecordRejectedError, match=r"rejected by between a: a 11\.0 is not at most 10"):
        model.record({"a": 11.0})


def test_all_reasons_of_a_record_are_told():
    model = fitted("columns: {a: {type: float, min: 0}, t: {type: string, nullable: false}}\n", TABLE)
    with pytest.raises(RecordRejectedError) as caught:
        model.record({"a": -1.0})
    assert str(caught.value) == (
        "record 0: rejected by columns.a between, columns.t not_null: a -1.0 is not at least 0; t null is missing"
    )


def test_a_step_that_drops_rows_rejects_the_record_and_says_how_not_to():
    model = fitted('clean: [filter: "a > 0"]')
    with pytest.raises(RecordRejectedError, match="rejected by filter: say `at: training`"):
        model.record({"a": -1.0})


def test_a_step_that_quarantines_says_which_value_it_saw():
    model = fitted('clean: [filter: {condition: "a > 0", otherwise: quarantine}]')
    with pytest.raises(RecordRejectedError, match=r"rejected by filter: a -1\.0 is not kept: a > 0"):
        model.record({"a": -1.0})


def test_steps_at_training_are_left_out():
    model = fitted('clean: [filter: {condition: "a > 0", at: training}, clip: {column: a, max: -5, at: training}]')
    assert model.record({"a": -1.0})["a"] == -1.0
    assert model.run(TABLE).clean["a"].to_list() == [-5.0, -5.0]


def test_checks_at_training_are_left_out():
    model = fitted("expect: [between: {column: a, max: 10, at: training}]")
    assert model.record({"a": 11.0})["a"] == 11.0
    assert model.run(pl.DataFrame({"a": [11.0], "t": ["x"]})).quarantine.height == 1


def test_steps_and_checks_that_need_other_rows_are_left_out():
    model = fitted("clean: [deduplicate: {keys: [t]}]\nexpect: [unique: {column: t}, row_count: {min: 2}]")
    assert model.records([{"a": 1.0, "t": "x"}] * 2) == [{"a": 1.0, "t": "x"}] * 2


def test_a_check_that_warns_lets_the_record_pass():
    model = fitted("expect: [between: {column: a, max: 10, otherwise: warn}]")
    assert model.record({"a": 11.0})["a"] == 11.0


def test_a_misfit_that_fails_the_run_fails_the_record():
    model = fitted("clean: [cast: {column: t, to: integer, otherwise: fail}]", pl.DataFrame({"t": ["1"]}))
    assert model.record({"t": "2"}) == {"t": 2}
    with pytest.raises((RunFailedError, RecordRejectedError), match="t 'x' is not a whole number"):
        model.record({"t": "x"})


@pytest.mark.parametrize(
    ("value", "text"),
    [(5, "5"), (2.5, "2.5"), (True, "true"), (False, "false"), (date(2013, 1, 2), "2013-01-02"), (None, None),
     (datetime(2013, 1, 2, 3), "2013-01-02T03:00:00"), ("x", "x")],
)  # fmt: skip
def test_values_stand_for_the_text_that_a_file_would_hold(value, text):
    assert fitted("clean: [clip: {column: a, min: 0}]").record({"t": value})["t"] == text


@pytest.mark.parametrize(("value", "wanted"), [(3, 3.0), ("2.5", 2.5), (True, 1.0), (None, None)])
def test_values_of_another_type_are_taken_where_that_loses_nothing(value, wanted):
    assert fitted("clean: [clip: {column: a, min: 0}]").record({"a": value})["a"] == wanted


def test_a_value_that_cannot_be_of_the_type_is_told():
    with pytest.raises(SchemaError, match="column 'a' must be Float64, and is 'deep'"):
        fitted("clean: [clip: {column: a, min: 0}]").record({"a": "deep"})


def test_a_pipeline_that_is_not_fitted_answers_nothing():
    pipeline = made("clean: [one_hot: {column: t}, derive: {b: a * 2}]")
    with pytest.raises(NotFittedError, match="the pipeline 'trial' is not fitted: call `fit` first"):
        Records(made("clean: [impute: {column: a, with: mean}, derive: {b: a}]"), {}, schema_of(TABLE.lazy()))
    assert pipeline.fit(TABLE).record({"a": 1.0, "t": "x"})["b"] == 2.0


def test_serve_answers_a_frame_in_batches(monkeypatch):
    model = fitted("clean: [impute: {column: a, with: mean}]")
    frame = pl.DataFrame({"a": [None, 1.0, None], "t": ["x", None, "z"]})
    whole = model.serve(frame)
    monkeypatch.setattr(record, "BATCH", 2)
    assert model.serve(frame).equals(whole)
    assert whole.rows() == [(1.5, "x"), (1.0, None), (1.5, "z")]


def test_serve_of_no_rows_gives_no_rows():
    model = fitted("clean: [derive: {b: a * 2}]")
    assert model.serve(TABLE.clear()).schema == model.serve(TABLE).schema


def test_serve_refuses_other_columns():
    with pytest.raises(SchemaError, match="the columns are not those that were fitted"):
        fitted("clean: [clip: {column: a, min: 0}]").serve(pl.DataFrame({"a": [1.0]}))


def test_serve_names_the_rows_that_are_rejected():
    model = fitted("expect: [between: {column: a, max: 10}]")
    with pytest.raises(RecordRejectedError) as caught:
        model.serve(pl.DataFrame({"a": [99.0, 1.0, 11.0], "t": ["x"] * 3}))
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == ["record 0", "record 2"]
