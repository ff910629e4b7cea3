import polars as pl
import pytest
from pipelines import made
from typer.testing import CliRunner

from wrangle.cli import app
from wrangle.rulefile.read import load

RULES = "clean: [cast: {column: a, to: float, otherwise: quarantine}]\nexpect: [between: {column: a, max: 9}]"


@pytest.fixture
def out(tmp_path):
    made(RULES).run(pl.DataFrame({"a": ["x", "1", "x", "99"]}), into=tmp_path / "out")
    return tmp_path / "out"


def show(*arguments):
    return CliRunner().invoke(app(), ["quarantine", "show", *map(str, arguments)], catch_exceptions=True)


def test_it_counts_and_shows(out):
    found = show(out)
    assert found.exit_code == 0, found.output
    lines = found.stdout.splitlines()
    assert lines[:3] == ["3 of 4 rows were rejected", "          2  cast", "          1  between a"]
    assert "          2  a 'x' is not a number" in lines
    assert any("99" in line and "a 99.0 is not at most 9" in line for line in lines)


def test_who_rejects_the_same_rows_is_told(tmp_path, out):
    body = "expect: [between: {column: a, max: 9}, condition: {condition: a < 8}]"
    made(body).run(pl.DataFrame({"a": [1, 8, 10]}), into=tmp_path / "both")
    assert "reject the same rows\n          1  between a and condition a < 8\n" in show(tmp_path / "both").stdout
    assert "reject the same rows" not in show(out).stdout


def test_one_name_alone_is_shown(out):
    found = show(out, "--by", "between a").stdout
    assert "most frequent reasons of between a" in found
    assert "is not a number" not in found


def test_a_folder_that_is_no_run_is_named(tmp_path):
    assert "is no output folder of a run" in str(show(tmp_path).exception)


def test_rejected_rows_run_again_by_mended_rules(tmp_path):
    rules = tmp_path / "rules.yaml"
    body = "name: p\nclean: [impute: {column: b, with: mean}]\nexpect: [between: {column: a, max: 9}]\n"
    rules.write_text(body, encoding="utf-8")
    rows = pl.DataFrame({"a": [1, 20, 99], "b": [1.0, None, 3.0]})
    load(rules).run(rows, into=tmp_path / "out")
    rules.write_text(body.replace("9}", "50}"), encoding="utf-8")
    arguments = ["quarantine", "replay", str(rules), str(tmp_path / "out")]
    found = CliRunner().invoke(app(), arguments, catch_exceptions=False)
    assert found.stdout.splitlines()[0] == "2 rejected rows ran again: 1 came back, 1 stay rejected, 0 were dropped"
    assert "p: 3 rows read = 2 written + 1 quarantined + 0 dropped" in found.stdout
    assert "note: impute kept what was learned without these rows" in found.stderr
    assert pl.read_parquet(tmp_path / "out/clean.parquet").rows() == [(1, 1.0), (20, 2.0)]
