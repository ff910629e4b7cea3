"""What becomes of a run where workers, nodes or the machine that started it die: the same result, or the old output."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import polars as pl
import pytest
from clusters import dask_cluster, ray_cluster
from pipelines import contents, made, same

from wrangle.cluster import tasks
from wrangle.cluster.executor import cluster
from wrangle.engine.data import open_data
from wrangle.engine.run import run
from wrangle.engine.session import Session
from wrangle.errors import ClusterError
from wrangle.sections.engine import Engine
from wrangle.sources.input import Input, Piece

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
ENGINES = [pytest.param(each, marks=pytest.mark.xdist_group(each)) for each in ("dask", "ray")]
PORT = re.compile(r":\d+$")


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
            self.at = time.monotonic()
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


@pytest.mark.parametrize("use", ENGINES)
def test_without_any_worker_left_a_run_ends_and_the_earlier_output_stays(use, files, tmp_path, monkeypatch):
    monkeypatch.setattr(tasks, "ALONE", 2)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/run.json").write_text("{}")
    with dask_cluster(tmp_path) if use == "dask" else ray_cluster(head_cpus=0) as running:

        def kill():
            for number in range(len(running.workers)) if use == "dask" else [-1]:  # Ray's head has no workers
                running.kill(number)

        settings = Engine(use=use, address=running.address, part_rows=ROWS // PARTS)
        killing = Killing(ROWS * 0.3, kill)
        with pytest.raises(ClusterError, match=rf"has been no worker at .*{PORT.search(running.address)[0]} for 2 sec"):
            ran(files, settings, tmp_path / "out", killing)
        assert time.monotonic() - killing.at < 20
    assert contents(tmp_path / "out") == {"run.json": b"{}"}
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize("use", ENGINES)
def test_a_part_whose_workers_die_again_and_again_is_named_and_the_earlier_output_stays(use, tmp_path):
    def fatal(_):
        """End the process that reads these rows: as where memory runs out, or a library crashes."""
        os.kill(os.getpid(), signal.SIGKILL)

    (tmp_path / "out").mkdir()
    (tmp_path / "out/run.json").write_text("{}")
    rows = pl.LazyFrame({"a": range(10)})
    pieces = [Piece(rows.map_batches(fatal) if number == 1 else rows, f"{number}.parquet", 10) for number in range(3)]
    whole = Input(pl.concat([rows] * 3), text=False, origin="some rows", pieces=tuple(pieces))
    settings = Engine(use=use, workers=2, part_rows=10)
    pipeline = made("clean: [impute: {column: a, with: mean}]")
    with (
        cluster(settings, tmp_path / "out") as executor,
        pytest.raises(ClusterError, match=r"^part 1 \(1\.parquet, rows 10 to 19\): the workers .* died .*part_rows"),
    ):
        run(Session(pipeline, whole, executor=executor), tmp_path / "out")
    assert contents(tmp_path / "out") == {"run.json": b"{}"}
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


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
