import io
import json

import polars as pl
import pytest

from wrangle.errors import SourceError
from wrangle.sources.opening import open_source
from wrangle.sources.places.huggingface import Asked, Huggingface
from wrangle.sources.spec import SourceSpec


def parquet(*values):
    target = io.BytesIO()
    pl.DataFrame({"a": values}).write_parquet(target)
    return target.getvalue()


@pytest.fixture
def hub(web, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", web.address)
    web.files |= {
        "/datasets/me/own/resolve/main/data/1.parquet": parquet(1, 2),
        "/datasets/me/own/resolve/main/data/2.parquet": parquet(3),
        "/datasets/me/own/resolve/v1.0/a.csv": b"a\n9\n",
    }
    tree = [{"type": "file", "path": f"data/{number}.parquet"} for number in (2, 1)]
    web.files["/api/datasets/me/own/tree/main"] = json.dumps([{"type": "directory", "path": "data"}, tree[0]]).encode()
    web.headers["/api/datasets/me/own/tree/main"] = {"Link": f'<{web.address}/page2>; rel="next"'}
    web.files["/page2"] = json.dumps(tree[1:]).encode()
    web.files["/api/datasets/me/own/revision/main"] = b'{"sha": "abc"}'
    return web


def test_a_glob_brings_the_files_of_all_pages_by_name(hub):
    with open_source(SourceSpec(path="hf://datasets/me/own/data/*.parquet")) as input_:
        assert input_.frame.collect()["a"].to_list() == [1, 2, 3]
        assert input_.names == tuple(f"hf://datasets/me/own@main/data/{number}.parquet" for number in (1, 2))


def test_a_file_of_a_revision_is_read_by_its_format(hub):
    with open_source(SourceSpec(path="hf://datasets/me/own@v1.0/a.csv")) as input_:
        assert input_.frame.collect()["a"].to_list() == ["9"]


def test_the_token_of_the_environment_opens_what_is_not_public(hub, monkeypatch):
    hub.password = "Bearer hf_of-mine"
    with pytest.raises(SourceError, match="asks for a name and a password"):
        open_source(SourceSpec(path="hf://datasets/me/own@v1.0/a.csv"))
    monkeypatch.setenv("HF_TOKEN", "hf_of-mine")
    assert open_source(SourceSpec(path="hf://datasets/me/own@v1.0/a.csv")).rows == 1


def test_the_state_is_the_commit(hub):
    assert Huggingface().state("hf://datasets/me/own/a.csv", SourceSpec(path="a")) == "abc"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("hf://datasets/me/own", "names no file of a data set"),
        ("hf://models/me/own/a.csv", "names no file of a data set"),
        ("hf://datasets/me/own/*.json", "no file matches: known are: data/2.parquet"),
        ("hf://datasets/me/other/*.csv", r"me/other: is not there: .*\(the hub answers 404\)"),
        ("hf://datasets/me/own/none.csv", "none.csv: is not there"),
    ],
)
def test_what_is_not_there_is_told(hub, path, said):
    with pytest.raises(SourceError, match=said):
        open_source(SourceSpec(path=path))


def test_where_a_file_is_downloaded_from(monkeypatch):
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    assert Asked.of("hf://datasets/u/n/a b.csv").url("a b.csv") == (
        "https://huggingface.co/datasets/u/n/resolve/main/a%20b.csv"
    )
