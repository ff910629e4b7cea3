"""An output appears whole or not at all: Ctrl-C, `kill -9` and a full disk in mid-run leave the earlier one intact."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from pipelines import OUTPUT, contents

ROOT = Path(__file__).parents[2]
RULES = """\
name: long
source: rows.parquet
clean:
  - parse_number: {column: a}
  - parse_number: {column: b}
  - parse_number: {column: c}
"""
ROWS = 800_000

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX systems"),
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """Return a file of so many different texts that cleaning it takes a while."""
    path = tmp_path_factory.mktemp("rows") / "rows.parquet"
    numbers = pl.int_range(ROWS, eager=True)
    texts = {name: (numbers + shift).hash(shift).cast(pl.String) for shift, name in enumerate("abc")}
    pl.DataFrame(texts).write_parquet(path, compression="lz4", row_group_size=100_000)
    return path


@pytest.fixture
def folder(tmp_path, rows):
    """Return a folder with a rule file, its data and an output of an earlier run."""
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "few.csv").write_text("a,b,c\n1,2,3\n", encoding="utf-8")
    os.link(rows, tmp_path / "rows.parquet")
    wrangle(tmp_path, "--data", "few.csv").communicate(timeout=60)
    assert sorted(contents(tmp_path / "out")) == OUTPUT
    return tmp_path


def wrangle(folder, *more):
    command = [sys.executable, "-m", "wrangle.cli", "run", str(folder / "rules.yaml"), "--out", "out", *more]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "POLARS_MAX_THREADS": "1"}
    return subprocess.Popen(command, cwd=folder, env=environment, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


def half_way(folder, run):
    """Wait until the run is writing rows: the new clean rows stand in a hidden folder, and grow."""
    until, sizes = time.monotonic() + 60, set()
    while len(sizes) < 3:
        assert run.poll() is None, run.communicate()
        assert time.monotonic() < until
        sizes.update(path.stat().st_size for path in folder.glob(".out.tmp-*/clean.parquet"))
        sizes.discard(0)
        time.sleep(0.002)
    assert not list(folder.glob(".out.tmp-*/run.json"))


def beside(folder):
    return [path.name for path in folder.iterdir() if path.name.startswith(".out")]


def test_ctrl_c_leaves_the_earlier_output_and_nothing_beside_it(folder):
    before = contents(folder / "out")
    run = wrangle(folder)
    half_way(folder, run)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert said.strip() == "interrupted: nothing was written"
    assert contents(folder / "out") == before
    assert beside(folder) == []


def test_kill_9_leaves_the_earlier_output_and_the_next_run_tidies(folder):
    before = contents(folder / "out")
    run = wrangle(folder)
    half_way(folder, run)
    run.kill()
    run.communicate(timeout=60)
    assert run.returncode == -signal.SIGKILL
    assert contents(folder / "out") == before
    assert len(beside(folder)) == 1
    said, wrong = wrangle(folder, "--data", "few.csv").communicate(timeout=60)
    assert "1 rows read = 1 written" in said, wrong
    assert beside(folder) == []
    assert json.loads((folder / "out/run.json").read_text(encoding="utf-8"))["rows_read"] == 1


def test_kill_9_of_a_first_run_leaves_no_output(folder):
    shutil.rmtree(folder / "out")
    run = wrangle(folder)
    half_way(folder, run)
    run.kill()
    run.communicate(timeout=60)
    assert not (folder / "out").exists()


def test_a_run_that_is_left_alone_is_written_whole(folder):
    run = wrangle(folder)
    half_way(folder, run)
    said, wrong = run.communicate(timeout=60)
    assert run.returncode == 0, wrong
    assert f"{ROWS:,} rows read = {ROWS:,} written" in said
    assert pl.scan_parquet(folder / "out/clean.parquet").select(pl.len()).collect().item() == ROWS
    assert beside(folder) == []


@pytest.fixture
def small_disk(tmp_path):
    """Return a disk of 4 MB of its own."""
    path = tmp_path / "disk"
    path.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(path)], check=False,
                          capture_output=True)  # fmt: skip
    if done.returncode:
        pytest.skip("only root may mount a disk; `tests/house/bad_input_test.py` limits the size of files instead")
    yield path
    subprocess.run(["umount", "--lazy", str(path)], check=True)


def test_a_disk_that_fills_up_in_mid_run_leaves_the_earlier_output(folder, small_disk):
    (folder / "out").rename(folder / "earlier")
    (folder / "out").symlink_to(small_disk / "out")
    wrangle(folder, "--data", "few.csv").communicate(timeout=60)
    before = contents(small_disk / "out")
    run = wrangle(folder)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 1
    assert re.search(r"error: .*out: the disk is full: make room or name another folder", said), said
    assert "Traceback" not in said
    assert contents(small_disk / "out") == before
    assert beside(small_disk) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told_before_any_row_is_read(folder):
    folder.chmod(0o500)
    try:
        _, said = wrangle(folder).communicate(timeout=60)
    finally:
        folder.chmod(0o700)
    assert "you may not write here" in said


def test_a_folder_that_nobody_may_write_is_told(folder):
    run = wrangle(folder, "--data", "few.csv", "--out", "/proc/nowhere/out")
    _, said = run.communicate(timeout=60)
    assert run.returncode == 1
    assert re.search(r"error: /proc/nowhere/out: .*(cannot be written|may not write)", said), said
    assert "Traceback" not in said
