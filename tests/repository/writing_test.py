import os
from pathlib import Path

import polars as pl
import pytest

from wrangle.errors import OutputError, SourceError
from wrangle.repository.writing import TakenError, commit, written
from wrangle.sources.versions import Root


@pytest.fixture
def root(tmp_path):
    return Root(str(tmp_path / "data"))


def test_an_object_store_tells_who_was_first_too(s3):
    root = Root("s3://bucket/writing", s3)
    with written(root, "t", pl.LazyFrame({"a": [1]})) as file:
        commit(root, "t", None, file, {})
    opened = [root.table("t"), root.table("t")]
    with written(root, "t", pl.LazyFrame({"a": [2]})) as file:
        commit(root, "t", opened[0], file, {}, append=True)
    with pytest.raises(TakenError), written(root, "t", pl.LazyFrame({"a": [3]})) as file:
        commit(root, "t", opened[1], file, {}, append=True)
    assert len(root.files("t")) == 2
    assert root.open("t").frame.collect()["a"].to_list() == [1, 2]


def test_a_second_writer_is_told_that_it_was_not_first(root):
    frame = pl.LazyFrame({"a": [1]})
    for base in (None, "the table"):
        opened = [root.table("t") if base else None for _ in range(2)]
        with written(root, "t", frame) as file:
            commit(root, "t", opened[0], file, {})
        with pytest.raises(TakenError), written(root, "t", frame) as file:
            commit(root, "t", opened[1], file, {})
    assert len(list(Path(root.uri("t")).glob("*.parquet"))) == 2


def test_an_error_leaves_no_file(root):
    broken = pl.LazyFrame({"a": ["x"]}).select(pl.col("a").str.to_integer())
    with pytest.raises(SourceError), written(root, "t", broken):
        pass
    assert not list(Path(root.uri("t")).glob("*.parquet"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(root):
    Path(root.path).mkdir()
    Path(root.path).chmod(0o500)
    with pytest.raises(OutputError, match="you may not write"), written(root, "t", pl.LazyFrame({"a": [1]})):
        pass
