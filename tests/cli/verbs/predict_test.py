import polars as pl
import pytest
from served import make_bundle, raw_rows
from typer.testing import CliRunner

from wrangle.bundle.load import load_bundle
from wrangle.bundle.predictor import Predictor
from wrangle.cli import app
from wrangle.errors import ArtefactError, SourceError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_bundle(tmp_path / "ice")
    raw_rows(50, seed=2).write_csv(tmp_path / "rows.csv")
    return tmp_path


def run(*given):
    return CliRunner().invoke(app(), ["predict", *given])


def test_a_row_of_answers_for_each_row_of_data(folder):
    found = run("ice", "rows.csv", "--out", "answers/out.parquet", "--keep", "station")
    assert found.exit_code == 0
    assert found.stdout.endswith("written to answers/out.parquet\n")
    assert found.stdout.startswith("50 rows answered: ")
    written = pl.read_parquet("answers/out.parquet")
    wanted = Predictor(load_bundle("ice")).answer_frame(raw_rows(50, seed=2))
    assert written.drop("_row", "station").equals(wanted)


def test_workers_of_a_cluster_answer_the_same(folder):
    here = run("ice", "rows.csv", "--out", "here.parquet")
    there = run("ice", "rows.csv", "--out", "there.parquet", "--engine", "dask", "--workers", "1")
    assert there.exit_code == 0
    assert there.stdout == here.stdout.replace("here.parquet", "there.parquet")
    assert pl.read_parquet("there.parquet").equals(pl.read_parquet("here.parquet"))
    assert sorted(each.name for each in folder.iterdir()) == ["here.parquet", "ice", "rows.csv", "there.parquet"]


def test_a_bundle_that_was_tampered_with_answers_nothing(folder):
    (folder / "ice" / "golden.jsonl").write_text("")
    found = run("ice", "rows.csv", "--out", "out.csv")
    assert isinstance(found.exception, ArtefactError)
    assert not (folder / "out.csv").exists()


def test_data_that_is_not_there_is_said_so(folder):
    found = run("ice", "nowhere.csv", "--out", "out.csv")
    assert isinstance(found.exception, SourceError)
    assert "nowhere.csv" in str(found.exception)
