from pathlib import Path

import pytest

from wrangle.errors import SourceError
from wrangle.rulefile.read import read_text
from wrangle.sources.dialect import Dialect, detect
from wrangle.sources.spec import SourceSpec


@pytest.fixture
def found(tmp_path):
    def run(data, name="a.csv", **options):
        path = tmp_path / name
        path.write_bytes(data)
        return detect(path, SourceSpec(path=str(path), **options))

    return run


def test_evidence_tells_why_a_file_is_read_so(found):
    dialect = found("Titel\n\nOrt;Größe\nKöln;1,5\nBonn;2,5\n".encode("cp1252"))
    assert dialect.evidence == (
        "encoding cp1252: not UTF-8; few bytes outside ASCII",
        "delimiter semicolon: 100% of the rows have 2 fields",
    )
    assert (dialect.skip, dialect.body, dialect.decimal) == (2, 3, ",")


def test_what_the_yaml_pins_is_read_alike(found, tmp_path):
    for data in (b"Titel\n\nOrt;x\nK\xf6ln;1,5\nBonn;2,5\n", b"1,'a'\n2,'b'\n", b"a\n1,5\nx\n", b'"x"\ty\n1\t2\n'):
        dialect = found(data)
        spec = read_text(dialect.yaml("a.csv")).source
        assert detect(tmp_path / "a.csv", spec).options() == dialect.options()


def test_a_plain_file_needs_no_word(found):
    assert found(b"a,b\n1,2\n").is_plain
    assert not found(b"a;b\n1;2\n").is_plain
    assert not found(b"a,\n1,2\n").is_plain


def test_a_tab_is_the_delimiter_of_tsv(found):
    assert found(b"a,b\tc\n1,2\t3\n", "a.tsv").delimiter == "\t"


def test_text_without_a_delimiter_is_one_column(found):
    assert found(b"a\n1\n").delimiter == ","
    assert found(b"a\nx, y\nz\n").delimiter is None


def test_two_columns_of_whole_numbers_may_be_one_with_fractions(found):
    assert "one column of numbers with a decimal comma" in found(b"1,5\n2,6\n").notes[0]


def test_what_may_be_read_in_two_ways_is_asked(found):
    with pytest.raises(SourceError, match=r"may be comma \(3 columns\) or space \(2 columns\): say which"):
        found(b"1,2 3,4\n5,6 7,8\n")


def test_options_are_said_as_the_rule_file_takes_them():
    assert Dialect(delimiter="\t", quote=None, header=0).said() == 'delimiter: "\\t", quote: null, header: false'


def test_a_file_that_is_not_there_is_told_so():
    with pytest.raises(FileNotFoundError):
        detect(Path("nowhere.csv"))
