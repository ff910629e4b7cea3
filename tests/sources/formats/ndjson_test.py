import zipfile

import polars as pl
import pytest
import zstandard

from wrangle.errors import SourceError
from wrangle.sources.files import open_files
from wrangle.sources.spec import SourceSpec

LINES = '{"a": 1, "at": {"x": "ö"}}\n{"b": [1]}\n'
ROWS = [{"a": 1, "at_x": "ö", "b": None}, {"a": None, "at_x": None, "b": [1]}]


def _rows(path):
    source = open_files(SourceSpec(path=str(path)), (path,))
    try:
        return source.frame.collect().to_dicts()
    except pl.exceptions.PolarsError as error:
        raise source.explain(error) from error


@pytest.mark.parametrize("ending", ["ndjson", "jsonl", "jsonl.zst", "jsonl.zip"])
def test_an_object_a_line_is_read_packed_or_not(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    path.write_bytes(zstandard.compress(LINES.encode()) if ending.endswith("zst") else LINES.encode())
    if ending.endswith("zip"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.jsonl", LINES)
    assert _rows(path) == ROWS


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_found(tmp_path, encoding):
    path = tmp_path / "a.jsonl"
    path.write_bytes(LINES.encode(encoding))
    assert _rows(path) == ROWS


def test_a_key_of_two_kinds_is_named_with_its_lines(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": {"b": 1}}\n{"a": 5}\n')
    with pytest.raises(SourceError, match=r"a\.jsonl: 'a' is an object in line 1 and a number in line 2"):
        _rows(path)
