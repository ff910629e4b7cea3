import io

import polars as pl
import pytest
from objects import put

from wrangle.errors import SourceError
from wrangle.rulefile.read import read_text
from wrangle.sources.opening import open_source
from wrangle.sources.spec import SourceSpec


def parquet(**columns):
    target = io.BytesIO()
    pl.DataFrame(columns).write_parquet(target)
    return target.getvalue()


@pytest.fixture(scope="module")
def filled(s3):
    put(s3, "place/1.parquet", parquet(a=[1, 2]))
    put(s3, "place/2.parquet", parquet(a=[3]))
    put(s3, "place/t.csv", b"a,b\n1,x\n2\n")
    return s3


def test_parquet_is_read_where_it_lies(filled):
    with open_source(SourceSpec(path="s3://bucket/place/*.parquet", options=filled)) as input_:
        assert input_.frame.collect()["a"].to_list() == [1, 2, 3]
        assert (input_.files, input_.copies) == ((), ())
        (told,) = input_.lineage()
        assert told["files"] == ["s3://bucket/place/1.parquet", "s3://bucket/place/2.parquet"]


def test_other_formats_are_brought_here_and_read_as_they_are(filled):
    with open_source(SourceSpec(path="s3://bucket/place/t.csv", options=filled)) as input_:
        assert input_.frame.collect()["a"].to_list() == ["1", "2"]
        assert input_.origin == "s3://bucket/place/t.csv"
        assert input_.rejects.height == 1


def test_the_environment_may_say_where_and_with_what(filled, monkeypatch):
    for name, value in filled.items():
        monkeypatch.setenv(name.upper(), value)
    assert open_source(read_text("source: s3://bucket/place/1.parquet").source).frame.collect().height == 2
    assert open_source(read_text("source: s3://bucket/place/t.csv").source).frame.collect().height == 2


def test_a_damaged_file_is_told_with_its_address(s3):
    put(s3, "place/bad/bad.parquet", b"PAR1 no more")
    with pytest.raises(SourceError, match=r"s3://bucket/place/bad/bad.parquet: cannot be read"):
        open_source(SourceSpec(path="s3://bucket/place/bad/bad.parquet", options=s3))
