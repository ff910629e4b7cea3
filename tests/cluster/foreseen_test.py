"""What a cluster says before it begins."""

from pathlib import Path

import polars as pl
import pytest
from pipelines import made

from wrangle.cluster.executor import cluster
from wrangle.cluster.foreseen import foreseen
from wrangle.engine.data import open_data
from wrangle.errors import ClusterError
from wrangle.sections.engine import Engine

RULES = """
clean:
  - deduplicate: {keys: [a]}
  - impute: {column: b, with: mean}
  - sort: {by: [b], descending: b}
expect:
  - unique: {column: a, otherwise: warn}
"""


def said(body, data, tmp_path, **settings):
    pipeline = made(body)
    with (
        open_data(pipeline, data) as input_,
        cluster(Engine(use="dask", workers=2, **settings), tmp_path / "out") as found,
    ):
        return foreseen(found, pipeline, input_, Path("out"))


def test_parts_passes_and_exchanges_are_told_and_nothing_is_written(tmp_path):
    data = pl.DataFrame({"a": range(10), "b": [1.5] * 10})
    lines = {line[:10].strip(): line[10:] for line in said(RULES, data, tmp_path, part_rows=4).splitlines()}
    assert lines["engine"].startswith("Dask: 2 tasks at a time")
    assert lines["source"] == "the frame: 10 rows, brought to the scratch folder by this machine first"
    assert lines["parts"] == "3, of at most 4 rows"
    assert lines["pass 1"] == "brings keys together for deduplicate"
    assert lines["then"] == "learns impute"
    assert lines["exchange"] == "unique a: by a, among 2 tasks"
    assert lines["order"] == "by b descending"
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_done_is_told_before(tmp_path):
    with pytest.raises(ClusterError, match="replay: true"):
        said("quarantine: {replay: true}", pl.DataFrame({"a": [1]}), tmp_path)
