import pickle

import polars as pl
import pytest
from pipelines import WEATHER, made, weather

from wrangle.errors import RecordRejectedError, SchemaError, SourceError

MEAN = "clean: [impute: {column: a, with: mean}]"


def test_fitting_changes_nothing_in_the_pipeline():
    pipeline = made(MEAN)
    before = repr(pipeline)
    one, other = pipeline.fit(pl.DataFrame({"a": [1.0]})), pipeline.fit(pl.DataFrame({"a": [9.0]}))
    assert repr(pipeline) == before
    assert (one.record({"a": None}), other.record({"a": None})) == ({"a": 1.0}, {"a": 9.0})


def test_what_was_learned_is_applied_to_other_data_and_not_learned_anew():
    fitted = made(MEAN).fit(pl.DataFrame({"a": [1.0, 3.0]}))
    assert fitted.run(pl.DataFrame({"a": [None, 100.0]})).clean["a"].to_list() == [2.0, 100.0]
    assert fitted.transform(pl.DataFrame({"a": [None, 100.0]}))["a"].to_list() == [2.0, 100.0]


def test_running_does_not_change_what_was_learned():
    fitted = made(WEATHER).fit(weather())
    before = repr(fitted.learned)
    fitted.run(weather(seed=5))
    assert repr(fitted.learned) == before


def test_fitting_and_running_is_what_run_does_at_once():
    pipeline = made(WEATHER)
    assert pipeline.fit(weather()).run(weather()).clean.equals(pipeline.run(weather()).clean)


def test_transform_leaves_out_rejected_rows():
    fitted = made("expect: [not_null: {column: a}]").fit(pl.DataFrame({"a": [1]}))
    assert fitted.transform(pl.DataFrame({"a": [1, None, 3]}))["a"].to_list() == [1, 3]


def test_data_without_source_is_asked_for():
    fitted = made(MEAN).fit(pl.DataFrame({"a": [1.0]}))
    with pytest.raises(SourceError, match="names no `source`: pass data"):
        fitted.run()


def test_a_fitted_pipeline_goes_to_another_process_without_what_is_made_anew():
    fitted = made(WEATHER).fit(weather())
    record = {"station": "JFK", "observed_at": "2013-01-01 06:00", "temperature": "1 C", "humidity": "50"}
    wanted = fitted.record(record)
    assert "_records" not in fitted.__getstate__()
    assert pickle.loads(pickle.dumps(fitted)).record(record) == wanted


def test_a_table_of_other_columns_is_refused():
    fitted = made(MEAN).fit(pl.DataFrame({"a": [1.0]}))
    with pytest.raises(SchemaError, match="'a'"):
        fitted.run(pl.DataFrame({"b": [1.0]}))


def test_records_are_answered_in_order_and_serve_takes_a_frame():
    fitted = made(MEAN).fit(pl.DataFrame({"a": [1.0, 3.0]}))
    assert fitted.records([{"a": 5.0}, {}, {"a": None}]) == [{"a": 5.0}, {"a": 2.0}, {"a": 2.0}]
    assert fitted.serve(pl.DataFrame({"a": [5.0, None]}))["a"].to_list() == [5.0, 2.0]
    assert fitted.records([]) == []


def test_one_bad_record_among_several_is_named_by_its_number():
    fitted = made("expect: [not_null: {column: a}]").fit(pl.DataFrame({"a": [1]}))
    with pytest.raises(RecordRejectedError, match="record 1: rejected by not_null a: a null is missing"):
        fitted.records([{"a": 1}, {}, {"a": 3}])
