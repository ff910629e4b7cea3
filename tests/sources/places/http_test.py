import gzip
import hashlib
import re

import polars as pl
import pytest

from wrangle.errors import SourceError
from wrangle.rulefile.read import read_text
from wrangle.sources.opening import open_source
from wrangle.sources.places.http import Http
from wrangle.sources.spec import SourceSpec

CSV = b"a,b\n1,x\n2,y\n"


def test_a_file_is_read_by_its_format_and_called_by_its_address(web):
    web.files["/x/weather.csv.gz"] = gzip.compress(CSV)
    with open_source(SourceSpec(path=f"{web.address}/x/weather.csv.gz?token=t0ken")) as input_:
        assert input_.frame.collect().rows() == [("1", "x"), ("2", "y")]
        assert input_.origin == f"{web.address}/x/weather.csv.gz?token=***"
        assert input_.names == (input_.origin,)
        (path,) = input_.files
        assert input_.digest() == hashlib.sha256(web.files["/x/weather.csv.gz"]).hexdigest()
    assert not path.exists()


def test_faults_of_the_file_are_told_with_its_address(web):
    web.files["/a.csv"] = b""
    with pytest.raises(SourceError, match=f"^{re.escape(web.address)}/a.csv: the file is empty"):
        open_source(SourceSpec(path=f"{web.address}/a.csv"))


def test_files_here_and_there_are_read_one_after_the_other(web, tmp_path):
    web.files["/b.csv"] = b"a,b\n3,z\n4\n"
    (tmp_path / "a.csv").write_bytes(CSV)
    input_ = open_source(SourceSpec(path=(str(tmp_path / "a.csv"), f"{web.address}/b.csv")))
    assert input_.frame.collect()["a"].to_list() == ["1", "2", "3", "4"]
    assert input_.rejects.rows() == [(3, "b.csv: line 3 has 1 field where the header has 2: '4'")]


def test_the_media_type_tells_the_format_where_the_address_does_not(web):
    web.files["/export"] = CSV
    web.headers["/export"] = {"Content-Type": "text/csv"}
    assert open_source(SourceSpec(path=f"{web.address}/export")).rows == 2


def test_parquet_is_read_as_it_is(web, tmp_path):
    frame = pl.DataFrame({"a": [1, None]})
    frame.write_parquet(tmp_path / "a.parquet")
    web.files["/a.parquet"] = (tmp_path / "a.parquet").read_bytes()
    assert open_source(SourceSpec(path=f"{web.address}/a.parquet")).frame.collect().equals(frame)


def test_a_checksum_is_held(web):
    web.files["/a.csv"] = CSV
    right = "sha256:" + hashlib.sha256(CSV).hexdigest()
    assert open_source(SourceSpec(path=f"{web.address}/a.csv", checksum=right)).rows == 2
    with pytest.raises(SourceError, match=f"its checksum is {right}, and the rule file says sha256:0000"):
        open_source(SourceSpec(path=f"{web.address}/a.csv", checksum="sha256:" + "0" * 64))


def test_headers_are_options_and_never_shown(web, monkeypatch):
    monkeypatch.setenv("WRANGLE_TEST_TOKEN", "t0ken-of-mine")
    web.files["/a.csv"], web.password = CSV, "Bearer t0ken-of-mine"
    text = f"source: {{path: {web.address}/a.csv, options: {{Authorization: 'Bearer ${{env:WRANGLE_TEST_TOKEN}}'}}}}"
    assert open_source(read_text(text).source).rows == 2


def test_the_state_tells_of_a_change_without_a_download(web):
    web.files["/a.csv"] = CSV
    place, path, spec = Http(), f"{web.address}/a.csv", SourceSpec(path="a")
    one = place.state(path, spec)
    web.files["/a.csv"] += b"3,z\n"
    assert one != place.state(path, spec) is not None
    assert {method for method, _, _ in web.asked} == {"HEAD"}
    assert place.state(f"{web.address}/none", spec) is None
    assert place.state("http://127.0.0.1:9/none", spec) is None
