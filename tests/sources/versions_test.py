import polars as pl
import pytest

from wrangle.errors import SourceError
from wrangle.sources.versions import Root, root_of


def test_where_the_repository_lies(monkeypatch):
    monkeypatch.delenv("WRANGLE_REPOSITORY", raising=False)
    assert root_of(None) == "data"
    monkeypatch.setenv("WRANGLE_REPOSITORY", "s3://bucket/t")
    assert (root_of(None), root_of("x")) == ("s3://bucket/t", "x")


def test_a_table_that_another_tool_wrote_is_read(tmp_path):
    pl.DataFrame({"a": [1]}).write_delta(tmp_path / "t")
    with Root(str(tmp_path)).open("t") as input_:
        assert input_.frame.collect().rows() == [(1,)]
        assert input_.sha256 is None


def test_an_empty_repository_says_how_to_fill_it(tmp_path):
    with pytest.raises(SourceError, match="it holds no table: fetch one by `wrangle fetch`"):
        Root(str(tmp_path / "none")).open("t")
