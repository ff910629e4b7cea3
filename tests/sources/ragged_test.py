import csv
import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wrangle.sources.ragged
from wrangle.sources.opening import open_source
from wrangle.sources.ragged import Layout, NotUtf8Error, StrayQuoteError, scan
from wrangle.sources.spec import SourceSpec


@pytest.fixture
def scanned(tmp_path):
    def run(body, columns=3, **options):
        path = tmp_path / "body.csv"
        path.write_bytes(body)
        rows, rejects = scan(path, Layout(columns, **options))
        return rows, rejects.rows()

    return run


def test_regular_rows_give_no_rejects(scanned):
    assert scanned(b"1,2,3\n4,5,6\n") == (2, [])
    assert scanned(b"1,2,3\r\n4,5,6") == (2, [])
    assert scanned(b"") == (0, [])


def test_short_and_long_rows_are_named_with_their_line(scanned):
    rows, rejects = scanned(b"1,2,3\n1,2\n1,2,3,\n", line=2)
    assert rows == 3
    assert rejects == [
        (1, "line 3 has 2 fields where the header has 3: '1,2'"),
        (2, "line 4 has 4 fields where the header has 3: '1,2,3,'"),
    ]


def test_empty_lines_are_rejects_but_rows_of_a_single_column(scanned):
    assert scanned(b"1,2,3\n\n\r\n4,5,6\n\n")[1] == [
        (1, "line 2 is empty"),
        (2, "line 3 is empty"),
        (4, "line 5 is empty"),
    ]
    assert scanned(b"1\n\n2\n", 1) == (3, [])


def test_delimiters_and_line_feeds_in_quotes_do_not_count(scanned):
    rows, rejects = scanned(b'"a,\nb",2,3\n"x""y,",2,3\n1,"2\n\n2",3\nbad\n')
    assert rows == 4
    assert rejects == [(3, "line 7 has 1 field where the header has 3: 'bad'")]


def test_a_quote_amid_text_is_a_plain_character(scanned):
    assert scanned(b'5" x 6",2,3\n') == (1, [])
    assert scanned(b'x"1,2",3\n', 2) == (1, [(0, "line 1 has 3 fields where the header has 2: 'x\"1,2\",3'")])


@pytest.mark.parametrize("body", [b'1,2,3\n"x"y,2,3\n', b'1,2,3\n5",2,3\n6",2,3\n', b'1,2,3\n1,"2,3\n4,5,6\n'])
def test_a_quote_that_cannot_be_read_names_its_line(scanned, body):
    with pytest.raises(StrayQuoteError, match=r"body\.csv:2: .*`quote: null`"):
        scanned(body)


def test_quotes_can_be_plain_characters(scanned):
    assert scanned(b'1,"2,3\n', quote=None) == (1, [])


def test_comments_are_no_rows_and_their_quotes_do_not_open(scanned):
    body = b'#1,2\n1,2,3\n# 5" of snow, it\'s\n1,2\n"\n#x",2,3\n'
    assert scanned(body, comment="#") == (3, [(1, "line 4 has 2 fields where the header has 3: '1,2'")])


def test_bytes_that_are_not_utf8_are_named_with_line_and_value(scanned):
    with pytest.raises(NotUtf8Error, match=r"body\.csv:2: byte 0xE9 is not UTF-8: say `encoding: latin-1`"):
        scanned("1,2,3\né,2,3\n".encode("latin-1"))


def test_long_lines_are_cut_in_the_reason(scanned):
    [(_, why)] = scanned(b"x" * 1000 + b"\n")[1]
    assert len(why) < 260
    assert "xxx..." in why


def test_a_quote_left_open_is_not_sought_for_ever(scanned, monkeypatch):
    monkeypatch.setattr(wrangle.sources.ragged, "LONGEST", 1 << 16)
    with pytest.raises(StrayQuoteError, match=r"body\.csv:1: opens a quoted field that nothing closes"):
        scanned(b'"1,2,3\n' + b"1,2,3\n" * 100_000)


def test_text_beside_quotes_is_seen_in_rows_that_are_quoted_throughout(scanned):
    rows = b'"1","2"\r\n"3","4"\r\n'
    assert scanned(rows * 3, 2) == (6, [])
    assert scanned(rows + b'"1", "2"\n', 2) == (3, [])
    assert scanned(rows + b'"1","2,3"\n"1","2\n"\n', 2) == (4, [])
    for stray in (b'"1"x,"2"\n', b'"1","2"x\n', b'"1","2" \r\n'):
        with pytest.raises(StrayQuoteError, match=r"body\.csv:3: a quote stands where none can be read"):
            scanned(rows + stray, 2)


PINNED = {"encoding": "utf-8", "delimiter": ",", "quote": '"', "escape": None, "skip": 0, "header": True}


def test_rows_of_nothing_but_delimiters_are_empty(scanned):
    assert scanned(b"1,2,3\n,,\n,,\r\n")[1] == [(1, "line 2 is empty"), (2, "line 3 is empty")]
    assert scanned(b",,,,\n1,2,3,4,5\n", 5)[1] == [(0, "line 1 is empty")]
    assert scanned(b"1,,,,\n,,,,5\n" * 3, 5) == (6, [])
    assert scanned(b",\n", 1)[1] == [(0, "line 1 has 2 fields where the header has 1: ','")]


def test_a_header_that_comes_again_is_no_row_and_what_stands_alone_above_it_is_its_title(scanned):
    body = b"1,2,3\na,b,c\r\n4,5,6\n\nNorth,,\na,b,c\n7,a,b,c\nxa,b,c\n"
    assert [why for _, why in scanned(body, header=b"a,b,c")[1]] == [
        "line 2 repeats the header: 'a,b,c'",
        "line 4 is empty",
        "line 5 is a title above a header: 'North,,'",
        "line 6 repeats the header: 'a,b,c'",
        "line 7 has 4 fields where the header has 3: '7,a,b,c'",
    ]


def test_what_could_not_be_decoded_is_named_with_its_line(scanned):
    body = "1,2,3\n4,\ufffd,6\n".encode()
    assert scanned(body) == (2, [])
    assert scanned(body, damaged="utf-8")[1] == [(1, "line 2 holds a byte that is not utf-8: '4,\ufffd,6'")]


CELL = st.sampled_from(["", "a", "é", 'x"y"', "b,c", "two\nlines", 'say "so"', "#no", "#", " "])
ROW = st.lists(CELL, max_size=5)


def _line(row, ends, quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO()
    csv.writer(text, lineterminator=ends, quoting=quoting).writerow(row)
    return text.getvalue()


@settings(max_examples=300, deadline=None)
@given(
    rows=st.lists(ROW, max_size=30),
    crlf=st.booleans(),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    comment=st.booleans(),
    piece=st.sampled_from([7, 64, 1 << 18]),
)
def test_rows_are_counted_as_polars_counts_them(tmp_path_factory, rows, crlf, quoting, comment, piece):
    ends = "\r\n" if crlf else "\n"
    rows = [["p", "q", "r"], *rows]
    is_comment = [comment and quoting == csv.QUOTE_MINIMAL and row[:1] in (["#"], ["#no"]) for row in rows]
    lines = ['#no,"x' + ends if note else _line(row, ends, quoting) for row, note in zip(rows, is_comment, strict=True)]
    text = "".join([_line(["one", "two", "three"], ends), *lines])
    path = tmp_path_factory.mktemp("rows") / "rows.csv"
    path.write_bytes(text.encode())
    spec = SourceSpec(path=str(path), comment="#" if comment else None, **PINNED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wrangle.sources.ragged, "PIECE", piece)
        source = open_source(spec)
    frame = source.frame.collect()
    kept = [row for row, note in zip(rows, is_comment, strict=True) if not note]
    assert frame.height == source.rows == len(kept)
    bad = [index for index, row in enumerate(kept) if len(row) != 3 or (row == ["", "", ""] and not quoting)]
    assert source.rejects["__row"].to_list() == bad
    whole = [tuple(cell or None for cell in row) for index, row in enumerate(kept) if index not in bad]
    good = frame.with_row_index("__row").join(source.rejects, on="__row", how="anti", maintain_order="left")
    assert good.drop("__row").with_columns(pl.all().replace("", None)).rows() == whole
