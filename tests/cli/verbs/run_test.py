import json
import re

import polars as pl
import pytest
from typer.testing import CliRunner

from wrangle.cli import app
from wrangle.errors import RuleFileError, RunFailedError, SourceError

RULES = """\
name: reports
source: reports.csv
vars: {most: 10}
columns:
  id: {type: integer, nullable: false}
  depth: {type: float, max: "${most}"}
clean:
  - deduplicate: {keys: [id]}
  - impute: {column: depth, with: mean}
expect:
  - row_count: {min: 3, otherwise: warn}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "reports.csv").write_text("id,depth\n1,4\n1,5\n2,\n3,99\nx,1\n", encoding="utf-8")
    return tmp_path


def run(*more):
    return CliRunner().invoke(app(), ["run", "reports.yaml", *more])


def test_it_tells_the_rows_the_rejections_and_the_checks():
    found = run()
    assert found.exit_code == 0
    assert found.stdout.splitlines() == [
        "reports: 5 rows read = 2 written + 2 quarantined + 1 dropped (deduplicate 1)",
        "  misfits  columns.id: 1 row to the quarantine; first: row 4: id 'x' is not a whole number",
        "  passed   columns.id not_null",
        "  passed   columns.depth between: 1 of 2 rows to the quarantine; first: row 3: depth 99.0 is not at most 10",
        "  warning  row_count: 2 rows, not at least 3",
        "written to out",
    ]


def test_how_a_file_is_read_is_told_where_it_is_not_as_usual(folder):
    (folder / "reports.csv").write_bytes("id;depth\n1;4\n2;\n3;5\n".encode("utf-16"))
    note = 'note: reports.csv: read as {encoding: utf-16, delimiter: ";"}: pin it in `source:`, or say otherwise\n'
    assert run().stderr == note
    rules = RULES.replace("reports.csv", "{path: reports.csv, encoding: utf-16, delimiter: ;}")
    (folder / "reports.yaml").write_text(rules, encoding="utf-8")
    assert not run().stderr


def test_it_writes_the_output_folder(folder):
    run("--out", "there/deep")
    assert pl.read_parquet("there/deep/clean.parquet").rows() == [(1, 4.0), (2, 4.0)]
    assert json.loads((folder / "there/deep/run.json").read_text(encoding="utf-8"))["rows_read"] == 5


def test_other_data_takes_the_place_of_the_source(folder):
    pl.DataFrame({"id": [7], "depth": [1.5]}).write_parquet("other.parquet")
    assert "1 rows read = 1 written" in run("--data", "other.parquet").stdout
    assert pl.read_parquet("out/clean.parquet").rows() == [(7, 1.5)]


def test_set_wins_over_the_variables_of_the_file():
    assert "4 written" not in run().stdout
    assert "3 written + 1 quarantined" in run("--set", "most=100").stdout


def test_a_variable_that_is_not_there_is_told():
    found = run("--set", "least=1")
    assert isinstance(found.exception, RuleFileError)
    assert "least" in str(found.exception)


def test_notes_go_to_the_other_stream(folder):
    (folder / "reports.csv").write_text("id,depth,more\n1,4,x\n", encoding="utf-8")
    found = run()
    assert found.stderr == "note: the contract does not name the column 'more': it is kept as it is\n"
    assert "note" not in found.stdout


def test_missing_data_names_the_file_and_what_is_like_it():
    found = run("--data", "report.csv")
    assert found.exit_code == 1
    assert isinstance(found.exception, SourceError)
    assert re.search(r"report\.csv: there is no such file", str(found.exception))


def test_a_missing_rule_file_is_told():
    found = CliRunner().invoke(app(), ["run", "report.yaml"])
    assert isinstance(found.exception, RuleFileError)
    assert "did you mean 'reports.yaml'?" in str(found.exception)


def test_a_run_that_fails_writes_nothing(folder):
    (folder / "reports.yaml").write_text(RULES.replace("otherwise: warn", "otherwise: fail"), encoding="utf-8")
    found = run()
    assert isinstance(found.exception, RunFailedError)
    assert found.stdout == ""
    assert not (folder / "out").exists()


def test_what_an_earlier_run_learned_is_taken(tmp_path):
    rules = RULES.replace("  - row_count", "  - new_values: {column: place}\n  - row_count").replace(
        "  depth:", "  place: string\n  depth:"
    )
    (tmp_path / "reports.yaml").write_text(rules, encoding="utf-8")
    (tmp_path / "january.csv").write_text("id,place,depth\n1,Oslo,4\n2,Bergen,6\n3,Oslo,2\n", encoding="utf-8")
    (tmp_path / "february.csv").write_text("id,place,depth\n1,Oslo,\n2,Hamar,6\n", encoding="utf-8")
    invoke = CliRunner().invoke
    assert invoke(app(), ["run", "reports.yaml", "--data", "january.csv", "--out", "january"]).exit_code == 0
    found = invoke(app(), ["run", "reports.yaml", "--data", "february.csv", "--learned", "january"])
    assert "row 1: place 'Hamar' is a value that training did not have" in found.stdout
    assert pl.read_parquet("out/clean.parquet").rows() == [(1, "Oslo", 4.0)]
    changed = rules.replace("with: mean", "with: median")
    (tmp_path / "reports.yaml").write_text(changed, encoding="utf-8")
    found = invoke(app(), ["run", "reports.yaml", "--data", "february.csv", "--learned", "january"])
    assert "impute: learns from data, and is new or was changed since the earlier run" in str(found.exception)


def test_a_cluster_gives_the_same_as_this_machine(folder):
    here = run()
    there = run("--engine", "dask", "--workers", "1", "--out", "there")
    assert there.exit_code == 0
    assert there.stdout == here.stdout.replace("written to out", "written to there")
    assert pl.read_parquet(folder / "there/clean.parquet").equals(pl.read_parquet(folder / "out/clean.parquet"))


def test_a_dry_run_says_how_a_cluster_would_do_it_and_writes_nothing(folder):
    found = run("--engine", "dask", "--workers", "1", "--dry-run")
    assert found.exit_code == 0
    assert "deduplicate: by id, among 1 tasks" in found.stdout
    assert sorted(each.name for each in folder.iterdir()) == ["reports.csv", "reports.yaml"]


@pytest.mark.parametrize(
    ("more", "said"), [(["--workers", "2"], "say which by --engine"), (["--dry-run"], "say which by --engine")]
)
def test_arguments_of_a_cluster_need_one(more, said):
    found = run(*more)
    assert found.exit_code == 2
    assert said in re.sub(r"\s+", " ", found.stderr)


def test_a_cluster_that_does_not_answer_is_told(folder):
    found = run("--engine", "dask", "--address", "tcp://127.0.0.1:1")
    assert "no workers answer at tcp://127.0.0.1:1" in str(found.exception)
    assert "dask scheduler" in str(found.exception)
