import gzip
import os

import pytest

from wrangle.errors import SourceError
from wrangle.sources.decoding import Copy, plain_copy

TEXT = 'a,b\r\n"é\n",2\n' * 100_000


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_copy_is_the_text_in_utf8(tmp_path, encoding, packed):
    path = tmp_path / "a.csv"
    data = TEXT.encode(encoding)
    path.write_bytes(gzip.compress(data, 1) if packed else data)
    copy = plain_copy(path, encoding)
    assert copy.path.read_bytes() == TEXT.encode()


def test_a_copy_goes_when_nobody_uses_it():
    copy = Copy()
    path = copy.path
    assert path.exists()
    del copy
    assert not path.exists()


def test_a_copy_can_be_closed_twice():
    copy = Copy()
    copy.close()
    copy.close()
    assert not copy.path.exists()


def test_a_packed_file_cut_short_says_so_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(os.urandom(10_000))[:5_000])
    with pytest.raises(SourceError, match=r"a\.csv\.gz: is packed by gzip and not whole"):
        plain_copy(path)
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv.gz"]


def test_bytes_that_the_encoding_has_not_are_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\n\x81\n")
    with pytest.raises(SourceError, match=r"a\.csv: byte 0x81 .*is not cp1252: say the right `encoding:`"):
        plain_copy(path, "cp1252")
