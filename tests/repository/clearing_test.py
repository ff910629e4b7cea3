import time
from pathlib import Path

import polars as pl
import pytest

from wrangle.errors import SourceError
from wrangle.repository.clearing import AGE, vacuum


@pytest.fixture
def filled(repository):
    for number in range(4):
        repository.fetch(pl.DataFrame({"a": [number]}), "t")
    repository.fetch(pl.DataFrame({"a": [9]}), "t", append=True)
    return repository


def files(repository):
    return sorted(Path(repository.root.uri("t")).glob("*.parquet"))


def test_files_that_only_old_versions_need_go(filled):
    (cleared,) = filled.vacuum(keep=2)
    assert (cleared.files, cleared.versions, cleared.left) == (3, (0, 1, 2), (3, 4))
    assert "3 old versions can be read no more" in str(cleared)
    assert filled.read("t@3").collect()["a"].to_list() == [3]
    assert filled.read("t").collect()["a"].to_list() == [3, 9]
    assert filled.versions("t")["readable"].to_list() == [True, True, False, False, False]
    with pytest.raises(SourceError, match="t@0 cannot be read any more: its files were cleared away"):
        filled.read("t@0")


def test_a_dry_run_only_tells(filled):
    before = files(filled)
    assert filled.vacuum(keep=1, dry_run=True)[0].files == 3
    assert files(filled) == before
    assert str(filled.vacuum()[0]) == "t: nothing to clear away"


def test_what_killed_writers_left_goes_once_it_is_old(filled):
    left = Path(filled.root.uri("t"), f"{time.time_ns():020d}-0.parquet")
    left.write_bytes(b"PAR1")
    assert vacuum(filled.root, "t").files == 0
    assert vacuum(filled.root, "t", now=time.time() + AGE + 60).files == 1
    assert not left.exists()
    assert filled.read("t@0").collect().height == 1


def test_the_newest_version_always_stays(filled):
    with pytest.raises(SourceError, match="at least the newest version stays"):
        filled.vacuum(keep=0)
