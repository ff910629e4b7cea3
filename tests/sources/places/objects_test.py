import io

import polars as pl
import pytest
from objects import put
from pipelines import made

from wrangle.errors import SourceError
from wrangle.rulefile.read import read_text
from wrangle.sections.engine import Engine
from wrangle.sources.objects import Store
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


def test_objects_that_cannot_be_read_are_set_aside_where_they_lie_and_on_a_cluster_alike(s3, monkeypatch, tmp_path):
    for name, value in s3.items():
        monkeypatch.setenv(name.upper(), value)
    good = parquet(a=list(range(2_000)))
    damaged = good[:10] + b"\xff" * 200 + good[210:]  # its footer is whole
    for number, data in enumerate([b"PAR1 no more", good, parquet(b=[1]), damaged, b"", good]):
        put(s3, f"aside/{number}.parquet", data)
    strict, lenient = (
        made(f"source: {{path: 's3://bucket/aside/*.parquet', on_bad_file: {each}}}\nclean: [filter: a > 1]")
        for each in ("fail", "quarantine")
    )
    with pytest.raises(SourceError):
        strict.run()
    result = lenient.run(into=tmp_path / "out")
    assert result.summary["rows_read"] == 4_000
    told = {each["file"]: each["why"] for each in result.summary["files_set_aside"]}
    assert list(told) == [f"s3://bucket/aside/{number}.parquet" for number in (0, 2, 3, 4)]
    assert "no whole parquet file" in told["s3://bucket/aside/0.parquet"]
    assert "lacks a; has besides b" in told["s3://bucket/aside/2.parquet"]
    assert "cannot be read" in told["s3://bucket/aside/3.parquet"]
    (lineage,) = result.lineage["inputs"]
    assert lineage["files"] == ["s3://bucket/aside/1.parquet", "s3://bucket/aside/5.parquet"]
    there = lenient.run(into=tmp_path / "there", engine=Engine(use="dask", workers=1, part_rows=1_500))
    assert there.summary["files_set_aside"] == result.summary["files_set_aside"]
    assert there.clean.equals(result.clean)


def test_a_store_that_does_not_give_an_object_is_no_reason_to_set_it_aside(s3):
    put(s3, "gone/1.parquet", parquet(a=[1]))
    put(s3, "gone/2.parquet", parquet(a=[2]))
    spec = SourceSpec(path="s3://bucket/gone/*.parquet", options=s3, on_bad_file="quarantine")
    with open_source(spec) as input_:
        Store("s3://bucket", s3).remove(["gone/2.parquet"])
        with pytest.raises(SourceError, match=r"s3://bucket/gone/.*cannot be read"):
            input_.mended()
