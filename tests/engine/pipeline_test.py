import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import polars as pl
import pytest
from pipelines import WEATHER, made, weather
from pydantic import ValidationError

from wrangle.catalogue import UnknownNameError
from wrangle.engine.pipeline import Pipeline, describe, from_description
from wrangle.steps.numbers.clip import Clip


def test_a_pipeline_is_described_in_plain_json_and_made_again_of_it():
    pipeline = made(WEATHER)
    told = json.loads(json.dumps(describe(pipeline)))
    again = from_description(told)
    assert again.steps == pipeline.steps
    assert again.checks == pipeline.checks
    assert again.contract == pipeline.contract
    assert again.digest == pipeline.digest
    assert again.run(weather()).clean.equals(pipeline.run(weather()).clean)


def test_a_description_names_what_is_not_as_it_is_anyway():
    (step,) = describe(Pipeline("p", steps=(Clip(column="a", min=0),)))["steps"]
    assert step == {"clip": {"column": "a", "min": 0}}


def test_options_are_described_by_the_words_of_the_rule_file():
    (step,) = describe(made("clean: [impute: {column: a, with: mean}]"))["steps"]
    assert step == {"impute": {"column": "a", "with": "mean"}}


def test_files_are_described_as_the_caller_asks(tmp_path):
    (tmp_path / "t.csv").write_text("k,v\nx,1\n", encoding="utf-8")
    pipeline = made("clean: [lookup: {table: t.csv, keys: k}]", tmp_path)
    (step,) = describe(pipeline, lambda path: path.name.upper())["steps"]
    assert step["lookup"]["table"] == "T.CSV"
    (step,) = describe(pipeline)["steps"]
    assert Path(step["lookup"]["table"]) == tmp_path / "t.csv"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"steps": [{"clipp": {}}]}, UnknownNameError),
        ({"steps": [{"clip": {"column": "a", "least": 0}}]}, ValidationError),
        ({"steps": [{}]}, ValueError),
        ({"columns": {"a": {"type": "colour"}}}, ValidationError),
    ],
)
def test_what_describes_no_pipeline_is_refused(change, error):
    told = {"name": "p", "description": "", "columns": {}, "steps": [], "expect": []} | change
    with pytest.raises(error):
        from_description(told)


def test_a_pipeline_is_frozen():
    pipeline = made(WEATHER)
    with pytest.raises(FrozenInstanceError):
        pipeline.name = "other"
    with pytest.raises(ValidationError, match="frozen"):
        pipeline.steps[0].name = "other"


def test_the_contract_is_a_pandera_schema():
    import pandera.polars

    schema = made("columns: {a: {type: float, max: 3}, b: {type: string, required: false}}\n").schema
    assert isinstance(schema, pandera.polars.DataFrameSchema)
    assert schema.validate(pl.DataFrame({"a": [1.0]})).height == 1
    with pytest.raises(pandera.errors.SchemaError):
        schema.validate(pl.DataFrame({"a": [9.0]}))


def test_fit_gives_a_new_value_that_knows_the_raw_columns():
    fitted = made("clean: [impute: {column: a, with: mean}]").fit(pl.DataFrame({"a": [1.0, 3.0], "b": ["x", "y"]}))
    assert fitted.learned == {0: {"whole": {"a": 2.0}, "groups": {}}}
    assert {name: info.dtype for name, info in fitted.schema.items()} == {"a": pl.Float64(), "b": pl.String()}


def test_fit_tells_its_progress():
    seen = []
    made("clean: [impute: {column: a, with: mean}]").fit(pl.DataFrame({"a": [1.0, 3.0]}), progress=seen.append)
    assert seen == [2]
