import gzip
import os
import zipfile

import pytest
import zstandard

from wrangle.errors import SourceError
from wrangle.sources.packing import packing, unpacked

TEXT = b"a,b\n1,2\n" * 1000


def _zip(path, **files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)


@pytest.mark.parametrize("how", ["gzip", "zstd", "zip", None])
def test_files_are_unpacked_by_their_first_bytes(tmp_path, how):
    path = tmp_path / "a"
    if how == "zip":
        _zip(path, a_csv=TEXT)
    else:
        path.write_bytes({"gzip": gzip.compress, "zstd": zstandard.compress, None: bytes}[how](TEXT))
    assert packing(path) == how
    with unpacked(path) as file:
        assert file.read() == TEXT


def test_a_zip_of_several_files_wants_a_member(tmp_path):
    path = tmp_path / "a.zip"
    _zip(path, a_csv=TEXT, b_csv=b"x\n1\n")
    with unpacked(path, "b.csv") as file:
        assert file.read() == b"x\n1\n"
    with pytest.raises(SourceError, match=r"holds 2 files \(a\.csv, b\.csv\): say which by `member:`"), unpacked(path):
        pass
    with pytest.raises(SourceError, match=r"no member 'c\.csv': did you mean"), unpacked(path, "c.csv"):
        pass


def test_folders_and_what_systems_add_are_no_members(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.mkdir("data")
        archive.writestr("__MACOSX/data/._a.csv", b"")
        archive.writestr("data/a.csv", TEXT)
    with unpacked(path) as file:
        assert file.read() == TEXT


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_packed_file_cut_short_says_so(tmp_path, pack):
    path = tmp_path / "a"
    path.write_bytes(pack(os.urandom(10_000))[:5_000])
    with pytest.raises(SourceError, match="and not whole"), unpacked(path) as file:
        file.read()


def test_frames_of_zstd_follow_each_other(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(zstandard.compress(TEXT) + zstandard.compress(TEXT))
    with unpacked(path) as file:
        assert file.read() == TEXT * 2


def test_a_spreadsheet_is_not_unpacked(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", b"")
    assert packing(path) is None
