import json

import polars as pl
import pytest
from pipelines import made

from wrangle.errors import SchemaError

DATA = pl.DataFrame({"a": [1.0, None]})


@pytest.fixture
def folder(tmp_path):
    pl.DataFrame({"a": [3.0, 5.0]}).write_parquet(tmp_path / "more.parquet")
    return tmp_path


def test_steps_learn_from_the_rows_of_both_and_the_account_holds(folder):
    found = made("clean: [union: {table: more.parquet}, impute: {column: a, with: mean}]", folder=folder).run(DATA)
    assert found.clean["a"].to_list() == [1.0, 3.0, 3.0, 5.0]
    assert (found.summary["rows_read"], found.summary["rows_written"]) == (4, 4)
    assert any("more.parquet" in json.dumps(each) for each in found.summary["lineage"]["inputs"])


def test_a_fitted_pipeline_answers_without_the_file(folder):
    model = made("clean: [union: {table: more.parquet}, impute: {column: a, with: mean}]", folder=folder).fit(DATA)
    saved = model.save(folder / "model")
    (folder / "more.parquet").unlink()
    assert type(model).load(saved).record({"a": None}) == {"a": 3.0}
    assert model.transform(DATA)["a"].to_list() == [1.0, 3.0]


def test_several_files_come_one_after_the_other(folder):
    pl.DataFrame({"a": [9]}).write_parquet(folder / "last.parquet")
    rules = "clean: [union: {table: more.parquet}, union: {table: last.parquet, name: last}]"
    assert made(rules, folder=folder).run(DATA).clean["a"].to_list() == [1.0, None, 3.0, 5.0, 9.0]


def test_it_comes_first(folder):
    with pytest.raises(SchemaError, match="union stands after other steps"):
        made("clean: [clip: {column: a, min: 0}, union: {table: more.parquet}]", folder=folder).run(DATA)
