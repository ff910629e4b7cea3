import pandas as pd
import polars as pl
import pytest
from pipelines import made

from wrangle.engine.data import open_data
from wrangle.errors import SourceError
from wrangle.sources.input import frame_input
from wrangle.sources.spec import SourceSpec

PIPELINE = made("clean: [clip: {column: a, min: 0}]")


@pytest.fixture
def path(tmp_path):
    (tmp_path / "a.csv").write_text("a;b\n1;x\n2;y\n", encoding="utf-8")
    return tmp_path / "a.csv"


TWO = pl.DataFrame({"a": [1, 2]})
TABLES = {"polars": TWO, "lazy": TWO.lazy(), "pandas": pd.DataFrame({"a": [1, 2]}), "opened": frame_input(TWO)}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_tables_of_many_kinds_are_taken(table):
    with open_data(PIPELINE, table) as input_:
        assert input_.frame.collect()["a"].to_list() == [1, 2]
        assert not input_.text


@pytest.mark.parametrize("kind", [str, lambda path: path])
def test_a_path_is_read_with_the_options_of_the_source(path, kind):
    pipeline = made("source: {path: other.csv, delimiter: semicolon}")
    with open_data(pipeline, kind(path)) as input_:
        assert input_.frame.collect().rows() == [("1", "x"), ("2", "y")]
        assert input_.text


def test_a_path_without_source_is_read_by_its_ending(path, tmp_path):
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "a.parquet")
    with open_data(PIPELINE, tmp_path / "a.parquet") as input_:
        assert input_.frame.collect()["a"].to_list() == [1]
    assert made("columns: {a: string, b: string}").run(path).clean.columns == ["a", "b"]


def test_a_source_is_opened_as_it_says(path):
    with open_data(PIPELINE, SourceSpec(path=str(path), delimiter=";")) as input_:
        assert input_.frame.collect().columns == ["a", "b"]


def test_the_rule_files_own_source_is_read_where_no_data_is_brought(path):
    pipeline = made("source: {path: a.csv, delimiter: semicolon}", path.parent)
    with open_data(pipeline) as input_:
        assert input_.frame.collect().height == 2


def test_no_data_at_all_is_told():
    with pytest.raises(SourceError, match="the rule file 'trial' names no `source`: pass data"):
        open_data(PIPELINE)


@pytest.mark.parametrize("what", [5, {"a": [1]}, object()])
def test_what_is_no_data_is_refused(what):
    with pytest.raises(SourceError, match=f"{type(what).__name__} is no data: pass a polars frame, a path or a table"):
        open_data(PIPELINE, what)
