import gzip

import pytest

from wrangle.errors import SourceError
from wrangle.sources.beginning import HEAD, beginning
from wrangle.sources.spec import SourceSpec


@pytest.fixture
def begun(tmp_path):
    def run(data, **options):
        path = tmp_path / "a.csv"
        path.write_bytes(data)
        return beginning(path, SourceSpec(path=str(path), **options))

    return run


def test_a_beginning_ends_with_a_whole_line(begun):
    found = begun(b"a,b\n" + b"12345,67890\n" * HEAD)
    assert found.text.endswith("12345,67890\n")
    assert not found.complete
    assert begun(b"a,b\n1,2").text == "a,b\n1,2\n"
    assert begun(b"a,b\n1,2").complete


def test_a_long_first_line_is_read_whole(begun):
    assert begun(b"a" * HEAD * 2 + b"\n1\n").text.startswith("a" * HEAD * 2)


def test_what_is_packed_is_unpacked(begun):
    assert begun(gzip.compress(b"a,b\n1,2\n")).text == "a,b\n1,2\n"


def test_line_ends_of_old_are_told(begun):
    assert begun(b"a,b\r1,2\r").returns
    assert not begun(b"a,b\r\r\n1,2\r\r\n").returns


def test_what_is_no_text_is_told_what_it_is(begun):
    with pytest.raises(SourceError, match=r"a\.csv: is a PDF document, not text"):
        begun(b"%PDF-1.7")
    with pytest.raises(SourceError, match="NUL bytes"):
        begun(bytes(range(64)))
