"""What becomes of a run where workers, nodes or the machine that started it die: the same result, or the old output."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import polars as pl
import pytest
from pipelines import contents, made, same

from wrangle.cluster import dask
from wrangle.cluster.executor import cluster
from wrangle.engine.data import open_data
from wrangle.engine.run import run
from wrangle.engine.session import Session
from wrangle.errors import ClusterError
from wrangle.sections.engine import Engine

RULES = """
clean:
  - deduplicate: {keys: [a]}
  - impute: {column: b, with: median, by: kind}
  - cast: {column: text, to: integer, otherwise: quarantine}
expect:
  - unique: {column: a}
"""
ROWS = 400_000
PARTS = 20


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Raw rows in several files, and what becomes of them on this machine."""
    folder = tmp_path_factory.mktemp("raw")
    rows = pl.DataFrame({"a": pl.int_range(ROWS, eager=True) * 7919 % (ROWS * 3 // 4)}).with_columns(
        b=pl.when(pl.col("a") % 5 == 0).then(None).otherwise(pl.col("a") % 97 / 7),
        kind=pl.format("k{}", pl.col("a") % 11),
        text=pl.when(pl.col("a") % 1000 == 3).then(pl.lit("x")).otherwise(pl.col("a").cast(pl.String)),
    )
    for number, part in enumerate(rows.iter_slices(ROWS // PARTS)):
        part.write_parquet(folder / f"{number:02}.parquet")
    rules = folder / "rules.yaml"
    rules.write_text(f"name: trial\nsource: {folder}/*.parquet\n{RULES}")
    return rules


def pipeline_of(rules):
    return made(rules.read_text().partition("\n")[2])


@pytest.fixture(scope="module")
def here(files):
    return pipeline_of(files).run()


def ran(rules, settings, out, told=lambda _: None):
    pipeline = pipeline_of(rules)
    with open_data(pipeline) as input_, cluster(settings, out) as executor:
        return run(Session(pipeline, input_, executor=executor, progress=told), out)


class Killing:
    """Kills something once so many rows have been read."""

    def __init__(self, rows, kill):
        self.rows, self.kill, self.done = rows, kill, threading.Event()

    def __call__(self, rows):
        if rows >= self.rows and not self.done.is_set():
            self.done.set()
            self.kill()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_worker_of_dask_that_dies_changes_nothing(files, here, fresh_dask, tmp_path, share):
    killing = Killing(ROWS * share, fresh_dask.kill)
    settings = Engine(use="dask", address=fresh_dask.address, part_rows=ROWS // PARTS)
    same(ran(files, settings, tmp_path / "out", killing), here, shown=False)
    assert killing.done.is_set()


def test_a_node_of_ray_that_dies_changes_nothing(files, here, fresh_ray, tmp_path):
    killing = Killing(ROWS * 0.3, fresh_ray.kill)
    settings = Engine(use="ray", address=fresh_ray.address, part_rows=ROWS // PARTS)
    same(ran(files, settings, tmp_path / "out", killing), here, shown=False)
    assert killing.done.is_set()


def test_without_any_worker_left_a_run_ends_and_the_earlier_output_stays(files, fresh_dask, tmp_path, monkeypatch):
    monkeypatch.setattr(dask, "ALONE", 2)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/run.json").write_text("{}")

    def kill():
        for number in range(len(fresh_dask.workers)):
            fresh_dask.kill(number)

    settings = Engine(use="dask", address=fresh_dask.address, part_rows=ROWS // PARTS)
    started = time.monotonic()
    with pytest.raises(ClusterError, match=r"has been no worker at .* for 2 seconds"):
        ran(files, settings, tmp_path / "out", Killing(ROWS * 0.3, kill))
    assert time.monotonic() - started < 20
    assert contents(tmp_path / "out") == {"run.json": b"{}"}
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize("ends", [signal.SIGKILL, signal.SIGINT])
def test_a_run_whose_start_was_killed_leaves_the_earlier_output_and_is_begun_again(
    files, here, dask_address, tmp_path, ends
):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/run.json").write_text("{}")
    wrangle = Path(sys.executable).with_name("wrangle")
    command = [wrangle, "run", files, "--engine", "dask", "--address", dask_address, "--out", tmp_path / "out"]
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not list(tmp_path.glob(".out.tmp-*/*")):
        assert first.poll() is None
        time.sleep(0.01)
    os.kill(first.pid, ends)
    assert first.wait(20) != 0
    assert contents(tmp_path / "out") == {"run.json": b"{}"}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    assert pl.read_parquet(tmp_path / "out/clean.parquet").equals(here.clean)
    assert pl.read_parquet(tmp_path / "out/quarantine.parquet").equals(here.quarantine)
    assert [each.name for each in tmp_path.iterdir()] == ["out"]
