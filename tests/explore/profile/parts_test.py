"""Profiles on real clusters: the same as here, to the last digit."""

from pathlib import Path
from threading import Lock

import polars as pl
import pytest
from clusters import dask_cluster, ray_cluster

from wrangle.errors import ClusterError, SourceError
from wrangle.explore.profile.profile import profile
from wrangle.sections.engine import Engine
from wrangle.steps.rows.filter import Filter

CLUSTERS = {"dask": dask_cluster, "ray": lambda _: ray_cluster()}


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in CLUSTERS],
)
def engine(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    with CLUSTERS[request.param](folder) as running:
        yield Engine(use=request.param, address=running.address, part_rows=9_000, scratch=str(folder))


@pytest.mark.parametrize("name", ["weather.csv", "flights/*.parquet"])
def test_sample_data_are_profiled_there_as_here(engine, name):
    path = f"sample_data/{name}"
    settings = engine.at(part_rows=1_000)
    assert profile(path, engine=settings).to_dict() == profile(path).to_dict()


def test_columns_of_more_values_than_are_counted_are_profiled_there_as_here(engine, tmp_path):
    path = tmp_path / "wide.parquet"
    wide(60_000).write_parquet(path, row_group_size=7_000)
    found = profile(path, engine=engine, sample=5_000, target="colour")
    assert found.columns["text"].distinct > 20_000
    assert found.to_dict() == profile(path, sample=5_000, target="colour").to_dict()
    assert not list(tmp_path.glob(".wrangle*"))


def test_rows_that_come_out_of_rules_are_profiled_there_as_here(engine):
    settings = engine.at(part_rows=1_000)
    here = profile(rules="rules/deicing.yaml", cleaned=True)
    assert profile(rules="rules/deicing.yaml", cleaned=True, engine=settings).to_dict() == here.to_dict()


def test_frames_are_brought_to_the_workers(engine):
    frame = wide(25_000)
    told = []
    found = profile(frame, engine=engine, progress=told.append)
    assert found.to_dict() == profile(frame).to_dict()
    assert max(told) == 25_000


def test_files_that_workers_see_need_no_scratch_folder(engine, tmp_path, monkeypatch):
    wide(20_000).write_parquet(tmp_path / "wide.parquet")
    monkeypatch.chdir(tmp_path)
    found = profile(tmp_path / "wide.parquet", engine=engine.model_copy(update={"scratch": None}))
    assert found.to_dict() == profile(tmp_path / "wide.parquet").to_dict()
    assert [each.name for each in tmp_path.iterdir()] == ["wide.parquet"]


@pytest.mark.parametrize(
    "given", [{"data": pl.DataFrame({"a": [1]})}, {"rules": "rules/deicing.yaml", "cleaned": True}]
)
def test_a_cluster_elsewhere_needs_a_folder_that_all_see_for_rows_that_go_through_one(given, tmp_path, monkeypatch):
    given = {name: str(Path(each).absolute()) if name == "rules" else each for name, each in given.items()}
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ClusterError, match=r"scratch: FOLDER"):
        profile(**given, engine=Engine(use="dask", address="tcp://127.0.0.1:1"))
    assert list(tmp_path.iterdir()) == []


def test_what_has_no_rows_is_refused_as_here(engine):
    with pytest.raises(SourceError, match="no rows to profile"):
        profile(pl.DataFrame({"a": []}, schema={"a": pl.String}), engine=engine)


def test_a_step_that_cannot_be_sent_is_named_before_a_row_is_read(engine, monkeypatch, tmp_path):
    rules = tmp_path / "rules.yaml"
    rules.write_text("name: p\nclean:\n  - filter: a > 1\n")
    lock = Lock()  # nothing that holds one can be sent
    unsendable = pl.col("a").map_batches(lambda rows: rows.gt(1) if lock else rows, return_dtype=pl.Boolean)
    monkeypatch.setattr(Filter, "keep", lambda self, learned: unsendable)
    told = []
    with pytest.raises(ClusterError, match=r"^filter: cannot be sent to the workers .*engine: local"):
        profile(pl.DataFrame({"a": [1, 2]}), rules=rules, cleaned=True, engine=engine, progress=told.append)
    assert told == []


def test_a_damaged_file_is_named(engine, tmp_path):
    pl.DataFrame({"a": range(10)}).write_parquet(tmp_path / "1.parquet")
    (tmp_path / "2.parquet").write_bytes((tmp_path / "1.parquet").read_bytes()[:-40] + b"x" * 40)
    with pytest.raises(SourceError, match=r"2\.parquet"):
        profile(str(tmp_path / "*.parquet"), engine=engine)


def wide(rows):
    number = pl.int_range(rows, dtype=pl.Int64)
    draws = [number.hash(seed) for seed in range(8)]
    return pl.select(
        id=number,
        number=(draws[0] % 1_000_003).cast(pl.Float64) / 7,
        text=pl.format("{} Main Street", draws[1] % 50_000),
        numeric=pl.when(draws[2] % 9 == 0).then(pl.lit("n/a")).otherwise((draws[2] % 40_000).cast(pl.String)),
        late_numbers=pl.when(number < 30_000).then(pl.format("a{}", number)).otherwise(number.cast(pl.String)),
        colour=pl.lit(pl.Series(["red", "green", "Red ", None])).gather((draws[3] % 4).cast(pl.UInt32)),
        day=pl.date(2015, 1, 1) + pl.duration(days=draws[4] % 3_000),
        flag=draws[5] % 10 == 0,
        sparse=pl.when(draws[6] % 3 == 0).then((draws[6] % 100).cast(pl.Float32) - 50),
        shop=number % 300,
        week=number // 300,
    )
