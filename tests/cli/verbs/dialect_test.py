import pytest
from typer.testing import CliRunner

from wrangle.cli import app
from wrangle.errors import SourceError


def _dialect(path):
    found = CliRunner().invoke(app(), ["dialect", str(path)])
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


def test_it_tells_the_source_that_pins_it_and_why(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hotels.csv").write_bytes("Messung 2013\n\nOrt;Größe;\nKöln;1.234,5;\nBonn;2,25;\n".encode("cp1252"))
    found = _dialect("hotels.csv")
    assert (
        found.stdout
        == """\
# encoding cp1252: not UTF-8; few bytes outside ASCII
# delimiter semicolon: 100% of the rows have 3 fields
# numbers are written with decimal: ',', thousands: '.': options of `parse_number`, or of `source:` for all columns
# columns: Ort, Größe, column_3
source:
  path: hotels.csv
  encoding: cp1252
  delimiter: ";"
  quote: "\\""
  escape: null
  comment: null
  skip: 2
  header: true
"""
    )
    assert found.stderr == "note: the header leaves 1 column without a name: called column_3\n"


def test_a_file_that_is_no_text_says_so(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"%PDF-1.7")
    with pytest.raises(SourceError, match="is a PDF document"):
        _dialect(tmp_path / "a.csv")


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(SourceError, match="there is no such file"):
        _dialect(tmp_path / "a.csv")
