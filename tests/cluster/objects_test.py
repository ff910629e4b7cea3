"""Data in an object store: workers read Parquet where it lies, all else is brought and laid out first."""

import json
from io import BytesIO

import polars as pl
import pytest
from objects import put, s3_server
from pipelines import made, same

from wrangle.cluster.executor import cluster
from wrangle.engine.data import open_data
from wrangle.engine.run import run
from wrangle.engine.session import Session
from wrangle.sections.engine import Engine

RULES = """
clean:
  - deduplicate: {keys: [a]}
  - impute: {column: b, with: mean}
"""


@pytest.fixture(scope="module")
def store():
    with s3_server() as options:
        rows = pl.DataFrame({"a": [each % 50 for each in range(90)], "b": [None, 1.5, 2.25] * 30})
        for number, part in enumerate(rows.iter_slices(30)):
            file = BytesIO()
            part.write_parquet(file)
            put(options, f"raw/{number}.parquet", file.getvalue())
        put(options, "raw/all.csv", rows.write_csv().encode())
        yield options


@pytest.fixture(scope="module")
def workers(tmp_path_factory):
    with cluster(Engine(use="dask", workers=2, part_rows=20, scratch=str(tmp_path_factory.mktemp("scratch")))) as found:
        yield found


@pytest.mark.parametrize(("name", "landed"), [("*.parquet", False), ("all.csv", True)])
def test_a_cluster_gives_the_same_and_shows_no_secret(workers, store, tmp_path, monkeypatch, name, landed):
    monkeypatch.setenv("STORE_SECRET", store["aws_secret_access_key"])
    options = store | {"aws_secret_access_key": "${env:STORE_SECRET}"}
    rules = RULES if name.endswith("parquet") else "columns: {a: integer, b: float}" + RULES
    pipeline = made(f"source: {{path: 's3://bucket/raw/{name}', options: {json.dumps(options)}}}\n{rules}")
    here = pipeline.run()
    with open_data(pipeline) as input_:
        there = run(Session(pipeline, input_, executor=workers), tmp_path / "out")
        assert workers.layout(input_).landed is landed
    same(there, here, shown=False)
    written = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert not [path for path in written if store["aws_secret_access_key"].encode() in path.read_bytes()]
