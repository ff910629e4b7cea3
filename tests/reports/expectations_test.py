"""Checks as a genuine Great Expectations project: what it reads again is what we said and found."""

import json
from pathlib import Path

import polars as pl
import pytest
from pipelines import made

from wrangle.errors import ArtefactError, OutputError
from wrangle.reports.expectations import export

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:module 'sre_:DeprecationWarning"),  # a parser that great_expectations imports
]

RULES = """
columns: {a: {type: float, nullable: false, max: 100}, s: string}
expect:
  - between: {column: a, min: 0, mostly: 0.9}
  - between: {column: a, max: 50, otherwise: warn}
  - in_set: {column: s, values: [x, y], where: a > 3}
  - condition: {condition: a < 1000}
  - mean_between: {column: a, max: 9, otherwise: warn}
  - row_count: {min: 2}
"""
DATA = pl.DataFrame({"a": [1.0, 2.0, 60.0, *[5.0] * 20, -1.0], "s": ["x"] * 24})


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gx")
    pipeline = made(RULES)
    pipeline.run(DATA, into=folder / "run")
    return folder, export(pipeline, folder, folder / "run")


def loaded(folder):
    import great_expectations as gx

    context = gx.get_context(mode="file", project_root_dir=str(folder))
    (suite,) = context.suites.all()
    return context, suite


def test_great_expectations_loads_the_suite_with_all_that_it_has_something_for(project):
    folder, done = project
    _, suite = loaded(folder)
    said = [(each.expectation_type, each.severity.value) for each in suite.expectations]
    assert said == [
        ("expect_column_values_to_not_be_null", "warning"),
        ("expect_column_values_to_be_between", "warning"),
        ("expect_column_values_to_be_between", "warning"),
        ("expect_column_values_to_be_between", "info"),
        ("expect_column_mean_to_be_between", "info"),
        ("expect_table_row_count_to_be_between", "critical"),
    ]
    assert suite.expectations[2].mostly == 0.9
    assert done.expectations == 6


def test_what_has_no_counterpart_is_named(project):
    _, done = project
    assert done.left_out == (
        "in_set s: holds for some rows only (`where`)",
        "condition a < 1000: Great Expectations has nothing like condition",
    )


def test_results_are_the_numbers_of_the_run_each_with_its_own_expectation(project):
    folder, _ = project
    (file,) = (folder / "gx" / "uncommitted" / "validations").rglob("*.json")
    stored = json.loads(file.read_text())
    found = {
        (each["expectation_config"]["meta"]["wrangle"], each["expectation_config"]["kwargs"].get("max_value")): each
        for each in stored["results"]
    }
    low, high = found["between a", None], found["between a", 50]
    assert (low["success"], low["result"]["unexpected_count"]) == (True, 1)
    assert (high["success"], high["result"]["unexpected_count"]) == (False, 1)
    assert found["row_count", None]["result"]["observed_value"] == "23 rows"
    assert (stored["success"], stored["statistics"]["unsuccessful_expectations"]) == (False, 1)


def test_data_docs_show_suite_and_results(project):
    _, done = project
    site = Path(done.docs.removeprefix("file://")).parent
    assert any("mean must be" in file.read_text() for file in (site / "expectations").rglob("*.html"))
    assert list((site / "validations").rglob("*.html"))


def test_written_again_the_suite_is_replaced_and_expectations_keep_their_ids(project):
    folder, _ = project
    before = [each.id for each in loaded(folder)[1].expectations]
    export(made(RULES), folder)
    assert [each.id for each in loaded(folder)[1].expectations] == before


def test_a_folder_that_is_no_run_and_a_run_of_other_rules_are_refused(tmp_path, project):
    folder, _ = project
    with pytest.raises(ArtefactError, match=r"no output folder of a run"):
        export(made(RULES), tmp_path, tmp_path)
    other = json.loads((folder / "run" / "run.json").read_text()) | {"name": "other"}
    (tmp_path / "run.json").write_text(json.dumps(other))
    with pytest.raises(ArtefactError, match=r"a run of 'other'"):
        export(made(RULES), tmp_path, tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="file"):
        export(made(RULES), tmp_path / "file")
