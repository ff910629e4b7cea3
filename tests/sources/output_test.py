import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

import wrangle.sources.output
from wrangle.errors import OutputError
from wrangle.sources.output import OutputFolder, output_error, write_whole


def _write(path, text):
    with OutputFolder(path) as folder:
        (folder.path / "run.json").write_text(text)


def _names(folder):
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture
def out(tmp_path):
    path = tmp_path / "out"
    _write(path, "old")
    return path


def _script(body, *arguments):
    """Run Python code, with OutputFolder at hand, as a process of its own."""
    head = "import sys, os, pathlib, time; from wrangle.sources.output import OutputFolder; out = sys.argv[1]\n"
    command = [sys.executable, "-c", head + body, *map(str, arguments)]
    root = Path(wrangle.sources.output.__file__).parents[2]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_files_appear_all_at_once(tmp_path):
    path = tmp_path / "new" / "out"
    with OutputFolder(path) as folder:
        (folder.path / "run.json").write_text("{}")
        assert not path.exists()
    assert _names(path) == ["run.json"]
    assert _names(path.parent) == ["out"]


def test_an_earlier_output_is_replaced_whole(out):
    (out / "stale.parquet").touch()
    with OutputFolder(out) as folder:
        (folder.path / "run.json").write_text("new")
        assert (out / "run.json").read_text() == "old"
    assert (out / "run.json").read_text() == "new"
    assert _names(out) == ["run.json"]
    assert _names(out.parent) == ["out"]


def test_where_names_cannot_be_swapped_at_once_they_are_one_after_the_other(out, monkeypatch):
    monkeypatch.setattr(wrangle.sources.output.os, "name", "other")
    with OutputFolder(out) as folder:
        (folder.path / "run.json").write_text("new")
        folder.target.exists()
    monkeypatch.undo()
    assert (out / "run.json").read_text() == "new"
    assert _names(out.parent) == ["out"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_leaves_the_earlier_output(out, error):
    def fail():
        with OutputFolder(out) as folder:
            (folder.path / "run.json").write_text("half")
            raise error

    with pytest.raises(error):
        fail()
    assert (out / "run.json").read_text() == "old"
    assert _names(out.parent) == ["out"]


def test_a_killed_run_leaves_the_earlier_output_and_the_next_one_tidies(out):
    body = (
        "with OutputFolder(out) as folder:\n"
        "    (folder.path / 'run.json').write_text('half')\n"
        "    print('written', flush=True)\n"
        "    time.sleep(60)"
    )
    with _script(body, out) as process:
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    assert (out / "run.json").read_text() == "old"
    assert len(_names(out.parent)) == 2
    _write(out, "new")
    assert (out / "run.json").read_text() == "new"
    assert _names(out.parent) == ["out"]


def test_a_run_that_still_lives_is_left_alone(out):
    with OutputFolder(out) as slow:
        (slow.path / "run.json").write_text("slow")
        _write(out, "quick")
        assert slow.path.exists()
    assert (out / "run.json").read_text() == "slow"


def test_a_crash_between_two_renames_is_mended_at_the_next_start(out):
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    out.rename(out.with_name(f".out.old-{process.pid}-0a1b2c3d"))
    folder = OutputFolder(out).__enter__()
    assert (out / "run.json").read_text() == "old"
    folder.__exit__(ValueError, ValueError(), None)
    assert _names(out.parent) == ["out"]


def test_readers_see_one_whole_output_at_every_moment(out):
    body = "for n in range(150):\n with OutputFolder(out) as f:\n  (f.path / 'run.json').write_text(str(n))"
    seen = 0
    with _script(body, out) as process:
        while process.poll() is None:
            assert (out / "run.json").read_text()
            seen += 1
            time.sleep(0)
    assert process.returncode == 0
    assert seen > 10


def test_a_folder_that_is_not_ours_is_refused(tmp_path):
    path = tmp_path / "precious"
    path.mkdir()
    (path / "thesis.tex").write_text("years of work")
    with pytest.raises(OutputError, match=r"precious: is not an output of wrangle \(it holds thesis\.tex\)"):
        OutputFolder(path).__enter__()
    assert _names(path) == ["thesis.tex"]


def test_an_empty_folder_is_taken(tmp_path):
    (tmp_path / "out").mkdir()
    _write(tmp_path / "out", "new")
    assert _names(tmp_path / "out") == ["run.json"]


@pytest.mark.parametrize("name", ["file", "file/out"])
def test_a_file_where_a_folder_should_be_is_told(tmp_path, name):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="a file stands where a folder should be: name another folder"):
        OutputFolder(tmp_path / name).__enter__()


@pytest.fixture
def nobody(tmp_path):
    """Run as a user without rights of its own, where the tests run as root."""
    above = [each for each in tmp_path.parents if each.name.startswith(("pytest-", "popen-"))]
    for folder in above:
        folder.chmod(0o755)
    tmp_path.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield
    os.seteuid(user)
    tmp_path.chmod(0o755)
    for folder in above:
        folder.chmod(0o700)


@pytest.mark.parametrize("name", ["out", "new", "new/out"])
def test_a_folder_that_may_not_be_written_is_told(out, name, request):
    request.getfixturevalue("nobody")
    with pytest.raises(OutputError, match=r"you may not write here: .* the earlier output, if any, is intact"):
        OutputFolder(out.parent / name).__enter__()
    assert (out / "run.json").read_text() == "old"


FULL = """
import resource, signal, polars as pl
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    with OutputFolder(out) as folder:
        {write}
except Exception as error:
    print(type(error).__name__, error)
"""
POLARS = "pl.LazyFrame({'a': range(300_000)}).with_columns(pl.col('a').hash()).sink_parquet(folder.path / 'a.parquet')"


@pytest.mark.parametrize("write", [POLARS, "(folder.path / 'a').write_bytes(bytes(1_000_000))"])
def test_a_disk_that_fills_up_leaves_the_earlier_output(out, write):
    with _script(FULL.format(write=write), out) as process:
        said, errors = process.communicate()
    assert "OutputError" in said, errors
    assert "out: the disk is full: make room or name another folder; the earlier output, if any, is intact" in said
    assert (out / "run.json").read_text() == "old"
    assert _names(out.parent) == ["out"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_polars_tells_of_a_full_disk_in_words_that_we_know():
    with pytest.raises((OSError, pl.exceptions.PolarsError)) as caught:
        pl.DataFrame({"a": range(100_000)}).write_csv("/dev/full")
    assert "the disk is full" in str(output_error(Path("out"), caught.value))


def test_other_errors_are_not_of_the_disk():
    assert output_error(Path("out"), ValueError("no")) is None


def test_a_file_where_a_folder_should_be_is_told_and_stays(tmp_path):
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="a file stands where a folder should be"):
        write_whole(tmp_path / "taken" / "x.json", "{}")
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"
