import os
import time

import pytest

from wrangle.sources import partial
from wrangle.sources.partial import AGE, LEAST, Part, keep, take

URL = "https://me:hunter2@host/a.csv"
PART = Part(LEAST, '"etag"', {"Content-Type": "text/csv"})


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "a.csv"
    path.write_bytes(bytes(LEAST))
    return path


def test_a_part_is_given_once(file, tmp_path):
    keep(URL, file, PART)
    assert not file.exists()
    assert take("https://host/other.csv", tmp_path / "b.csv") is None
    assert take(URL, tmp_path / "b.csv") == PART
    assert (tmp_path / "b.csv").stat().st_size == LEAST
    assert take(URL, tmp_path / "c.csv") is None


def test_nobody_else_may_read_it_and_no_name_tells_the_address(file):
    keep(URL, file, PART)
    for each in partial.folder().iterdir():
        assert "host" not in each.name
        assert "hunter2" not in each.read_bytes().decode("latin-1")
    (kept,) = partial.folder().glob("*.part")
    assert kept.stat().st_mode & 0o077 == 0


def test_little_is_not_kept_and_old_parts_go(file, tmp_path):
    keep(URL, file, Part(LEAST - 1, "x", {}))
    assert file.exists()
    keep(URL, file, PART)
    for each in partial.folder().iterdir():
        os.utime(each, (time.time() - AGE - 60,) * 2)
    (tmp_path / "b.csv").write_bytes(bytes(LEAST))
    keep("https://host/b.csv", tmp_path / "b.csv", PART)
    assert len(list(partial.folder().glob("*.part"))) == 1


def test_a_damaged_note_is_no_part(file, tmp_path):
    keep(URL, file, PART)
    (note,) = partial.folder().glob("*.json")
    note.write_text("[]")
    assert take(URL, tmp_path / "b.csv") is None


def test_a_cache_that_cannot_be_written_keeps_nothing(file, tmp_path, monkeypatch):
    (tmp_path / "cache").write_text("a file")
    keep(URL, file, PART)
    assert file.exists()
