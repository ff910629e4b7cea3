"""`tests/steps/tables/union_test.py` tells what a pipeline makes of it; here is what becomes of the input."""

import polars as pl
import pytest
from pipelines import made

from wrangle.engine.united import united
from wrangle.errors import SchemaError
from wrangle.sources.input import frame_input


def test_an_input_without_source_steps_stays_what_it_is():
    given = frame_input(pl.DataFrame({"a": [1]}))
    assert united(made("clean: [clip: {column: a, min: 0}]"), given) is given


def test_rows_files_and_types_are_those_of_both(tmp_path):
    (tmp_path / "more.csv").write_text("b,a\nx,2\n", encoding="utf-8")
    given = frame_input(pl.DataFrame({"a": [1.0], "b": ["y"], "c": [True]}))
    found = united(made("clean: [union: {table: more.csv}]", folder=tmp_path), given)
    assert found.frame.collect().rows() == [(1.0, "y", True), (2.0, "x", None)]
    assert [file.name for file in found.files] == ["more.csv"]
    assert found.rows in {2, None}


def test_a_column_too_many_is_named(tmp_path):
    (tmp_path / "more.csv").write_text("a,z\n1,2\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="has a column 'z', which the data has not"):
        united(made("clean: [union: {table: more.csv}]", folder=tmp_path), frame_input(pl.DataFrame({"a": [1]})))


def test_rows_of_a_file_come_once(tmp_path):
    (tmp_path / "more.csv").write_text("a\n2\n", encoding="utf-8")
    pipeline = made("clean: [union: {table: more.csv}]", folder=tmp_path)
    once = united(pipeline, frame_input(pl.DataFrame({"a": [1]})))
    assert united(pipeline, once) is once


def test_a_training_learns_from_the_rows_of_both(tmp_path):
    from trainings import raw, trained

    whole = raw()
    whole[160:].write_parquet(tmp_path / "more.parquet")
    section = "target: ice\nfeatures: [wet]\nmetrics: [accuracy]\nestimator: linear"
    steps = f"clean:\n  - union: {{table: {tmp_path}/more.parquet}}\n  - impute: {{column: wet, with: mean}}\n"
    one, other = (
        trained(section, whole[:160], steps=steps),
        trained(section, whole, steps=steps.replace("  - union", "  # ")),
    )
    assert one.golden.equals(other.golden)
    assert one.evaluation.describe()["metrics"] == other.evaluation.describe()["metrics"]
