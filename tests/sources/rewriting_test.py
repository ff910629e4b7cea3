import pytest

import wrangle.sources.rewriting
from wrangle.sources.dialect import Dialect
from wrangle.sources.rewriting import rewritten

PLAIN = Dialect(columns=("a", "b"), cells=("a", "b"), body=1)


@pytest.fixture
def copied(tmp_path):
    def run(text, dialect=PLAIN, *, returns=False, damaged=None):
        path = tmp_path / "a.csv"
        path.write_bytes(text.encode())
        made = rewritten(path, dialect, returns=returns, damaged=damaged)
        return made.copy.path.read_bytes().decode(), made.rejects.rows()

    return run


def test_rows_are_written_as_polars_reads_them(copied):
    text, rejects = copied('a,b\n"x" , "y, z"\n1,""\n,"say ""so"""\r\n')
    assert text == '"x","y, z"\n1,""\n,"say ""so"""\n'
    assert rejects == []


def test_each_bad_row_stays_and_is_told_with_its_line(copied):
    text, rejects = copied('a,b\n1,"2\n,\n\n3\na,b\n"4\n5",6,7\n"8"x,\ufffd\n9,\ufffd\n', damaged="utf-8")
    assert text.count("\n") == 9
    assert rejects == [
        (0, "line 2 has a quote where none can be read: '1,\"2'"),
        (1, "line 3 is empty"),
        (2, "line 4 is empty"),
        (3, "line 5 has 1 field where the header has 2: '3'"),
        (4, "line 6 repeats the header"),
        (5, "line 7 has 3 fields where the header has 2: '\"4\\n5\",6,7'"),
        (6, "line 9 has a quote where none can be read: '\"8\"x,\ufffd'"),
        (7, "line 10 holds a byte that is not utf-8: '9,\ufffd'"),
    ]


def test_lines_may_end_with_carriage_returns(copied):
    assert copied('a,b\r"1\rx",2\r3,4', returns=True) == ('"1\rx",2\n3,4\n', [])


def test_quotes_and_their_escapes_may_be_others(copied):
    text, _ = copied("a|b\n'it\\'s'|\"\n", Dialect(delimiter="|", quote="'", escape="\\", columns=("a", "b"), body=1))
    assert text == '"it\'s",""""\n'


def test_comments_are_left_out_and_their_lines_counted(copied):
    dialect = Dialect(columns=("a", "b"), comment="#", body=1)
    assert copied('a,b\n1,2\n#"\n3\n', dialect) == ("1,2\n3\n", [(1, "line 4 has 1 field where the header has 2: '3'")])


def test_records_are_whole_where_pieces_end(copied, monkeypatch):
    monkeypatch.setattr(wrangle.sources.rewriting, "PIECE", 7)
    monkeypatch.setattr(wrangle.sources.rewriting, "LIMIT", 5)
    assert copied('a,b\n"1\n2",3\n"4,5",6\n')[0] == '"1\n2",3\n"4,5",6\n'
