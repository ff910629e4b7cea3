import gzip

import polars as pl
import pytest

from wrangle.errors import SourceError
from wrangle.sources.opening import open_source
from wrangle.sources.spec import SourceSpec

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.fixture
def opened(tmp_path):
    def run(data, name="data.csv", **options):
        path = tmp_path / name
        path.write_bytes(data)
        return open_source(SourceSpec(path=str(path), **options))

    return run


def _rows(source):
    return source.frame.collect().rows()


def test_every_column_is_text(opened):
    source = opened(b"a,b,c\n1,2024-01-01,true\n,NA,\n")
    assert source.text
    assert source.frame.collect_schema() == {"a": pl.String, "b": pl.String, "c": pl.String}
    assert _rows(source) == [("1", "2024-01-01", "true"), (None, "NA", None)]
    assert source.rows == 2


def test_texts_can_be_read_as_null(opened):
    assert _rows(opened(b"a,b\nNA,-999\n-,1\n", null_values=("NA", "-999"))) == [(None, None), ("-", "1")]


def test_a_byte_order_mark_is_no_part_of_the_first_name(opened):
    for head in (b"a,b\n", b'"a",b\r\n', b"\n\na,b\n"):
        source = opened(b"\xef\xbb\xbf" + head + b"1,2\n")
        assert source.frame.collect().to_dicts() == [{"a": "1", "b": "2"}]


def test_a_header_may_hold_quotes_line_feeds_and_comments_before_it(opened):
    source = opened(b'# made by hand\n\n"a\nx","b,c"\n1\n3,4\n', comment="#")
    assert source.frame.collect().to_dicts() == [{"a\nx": "1", "b,c": None}, {"a\nx": "3", "b,c": "4"}]
    assert source.rejects.rows() == [(0, "line 5 has 1 field where the header has 2: '1'")]


def test_ragged_rows_stand_in_the_frame_and_among_the_rejects(opened):
    source = opened(b"a,b\n1,2\n3\n4,5,6\n\n7,8\n")
    assert _rows(source) == [("1", "2"), ("3", None), ("4", "5"), (None, None), ("7", "8")]
    assert source.rejects.rows() == [
        (1, "line 3 has 1 field where the header has 2: '3'"),
        (2, "line 4 has 3 fields where the header has 2: '4,5,6'"),
        (3, "line 5 is empty"),
    ]


def test_a_first_row_that_is_ragged_changes_no_column(opened):
    for row in (b"1\n", b"1,2,3,4\n"):
        source = opened(b"a,b\n" + row + b"5,6\n")
        assert source.frame.collect_schema().names() == ["a", "b"]
        assert source.rejects["__row"].to_list() == [0]


def test_rejects_of_several_files_are_counted_on_and_name_their_file(opened, tmp_path):
    opened(b"a,b\n1,2\n3\n", "one.csv")
    opened(b"b,a\n1\n2,3\n", "two.csv")
    source = open_source(SourceSpec(path=str(tmp_path)))
    assert source.frame.collect().to_dict(as_series=False) == {"a": ["1", "3", None, "3"], "b": ["2", None, "1", "2"]}
    assert source.rejects["__row"].to_list() == [1, 2]
    assert source.rejects["why"].str.slice(0, 15).to_list() == ["one.csv: line 3", "two.csv: line 2"]


@pytest.mark.parametrize("name", ["data.csv.gz", "data.csv"])
def test_packed_files_are_unpacked(opened, name):
    source = opened(gzip.compress(b"a,b\n1,2\n"), name)
    assert _rows(source) == [("1", "2")]
    source.close()
    assert not source.copies[0].path.exists()


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("said", [True, False])
def test_other_encodings_are_read_and_found(opened, encoding, said):
    source = opened("é,b\nö,2\n".encode(encoding), **({"encoding": encoding} if said else {}))
    assert source.frame.collect().to_dicts() == [{"é": "ö", "b": "2"}]


def test_an_encoding_that_shows_late_is_found(opened):
    source = opened(b"a,b\n" + b"1,2\n" * 50_000 + b"1,caf\xe9\n")
    assert source.dialect.encoding == "cp1252"
    assert source.frame.collect()["b"][-1] == "café"


def test_single_bytes_that_are_damaged_are_replaced_and_their_lines_told(opened):
    for rows in (1, 50_000):
        source = opened(b"a,b\n" + "ö,é\n".encode() * rows + b"1,caf\xe9\n" + "ü,ß\n".encode())
        assert source.frame.collect()["b"][-2] == "caf\ufffd"
        why = f"line {rows + 2} holds a byte that is not utf-8: '1,caf\ufffd'"
        assert source.rejects.rows() == [(rows, why)]


def test_an_encoding_that_is_said_is_held(opened):
    with pytest.raises(SourceError, match=r"data\.csv:3: byte 0xE9 is not UTF-8: say `encoding: latin-1`"):
        opened(b"a,b\n1,2\n1,\xe9\n", encoding="utf-8")


def test_names_that_stand_twice_or_not_at_all_are_made(opened):
    source = opened(b"id,,id,column_2,id \n1,2,3,4,5\n")
    assert source.frame.collect_schema().names() == ["id", "column_2_2", "id_2", "column_2", "id_3"]
    assert source.dialect.cells == ("id", "", "id", "column_2", "id ")
    assert "data.csv: the header has names that stand twice: called column_2_2, id_2, id_3" in source.notes


def test_a_file_without_header_is_read_and_can_be_named(opened):
    data = b"2024-01-01,5\n2024-01-02,6\n"
    source = opened(data)
    assert source.frame.collect_schema().names() == ["column_1", "column_2"]
    assert source.notes == ("data.csv: read as {header: false}: pin it in `source:`, or say otherwise",)
    named = opened(data, names=("day", "count"))
    assert named.frame.collect().to_dicts()[0] == {"day": "2024-01-01", "count": "5"}
    with pytest.raises(SourceError, match="rows have 2 fields, and `names:` in `source:` has 1"):
        opened(data, names=("day",))
    with pytest.raises(SourceError, match=r"`names:` are given .*: say `header: false`, or no names"):
        opened(data, names=("day", "count"), header=True)


def test_what_is_said_in_the_rule_file_is_not_told_again(opened):
    assert opened(b"a;b\n1;2\n").notes
    assert not opened(b"a;b\n1;2\n", delimiter=";").notes
    assert not opened(b"a\tb\n1\t2\n", "a.tsv").notes


def test_a_header_of_several_rows_is_joined(opened):
    data = b"time,temp,wind\nUTC,degC,m/s\n2020-01-01,1,2\n2020-01-02,1,2\n2020-01-03,1,2\n2020-01-04,1,2\n"
    for options in ({}, {"header": 2}):
        source = opened(data, **options)
        assert source.frame.collect_schema().names() == ["time UTC", "temp degC", "wind m/s"]
        assert source.rows == 4
    assert opened(data, header=True).rows == 5


def test_lines_above_the_header_are_found_or_said(opened):
    data = b"Report of sales\nmade 2018,,\n\na,b,c\n1,2,3\n4,5,6\n"
    for options in ({}, {"skip": 3}):
        source = opened(data, **options)
        assert source.frame.collect().to_dicts()[0] == {"a": "1", "b": "2", "c": "3"}
        assert source.dialect.skip == 3
    assert opened(data, skip=0, header=True, delimiter=",").frame.collect_schema().names() == ["Report of sales"]


def test_a_line_of_excel_names_the_delimiter(opened):
    assert opened(b"sep=;\na;b\n1,5;2\n").frame.collect().to_dicts() == [{"a": "1,5", "b": "2"}]


def test_a_bad_quote_spoils_its_row_only(opened):
    data = b'a,b\n1,2\n"x"3,4\n5,"6\n7,"8\n9"\n'
    source = opened(data)
    assert _rows(source) == [("1", "2"), ('"x"3', "4"), ("5", '"6'), ("7", "8\n9")]
    assert source.rejects.rows() == [
        (1, "line 3 has a quote where none can be read: '\"x\"3,4'"),
        (2, "line 4 has a quote where none can be read: '5,\"6'"),
    ]


@pytest.mark.parametrize(
    ("data", "options"),
    [
        (b'"a", "b"\n"1", "x, y"\n', {}),
        (b"'a','b'\r\n'1','x, y'\r\n", {"quote": "'"}),
        (b'a,b\r"1","x, y"\r', {}),
        (b'a,b\r\r\n1,"x, y"\r\r\n', {}),
        (b'a|b\n1|"x, y"\n', {"delimiter": "|"}),
    ],
)
def test_odd_ways_of_quoting_are_read(opened, data, options):
    source = opened(data)
    assert source.frame.collect().to_dicts() == [{"a": "1", "b": "x, y"}]
    assert source.dialect.options() == options
    assert source.rejects.is_empty()


def test_quotes_within_quotes_may_be_escaped(opened):
    source = opened(b'a,b\n1,"say \\"so\\", she said"\n2,"C:\\\\x"\n')
    assert _rows(source) == [("1", 'say "so", she said'), ("2", "C:\\x")]
    assert source.dialect.escape == "\\"


def test_quotes_that_enclose_nothing_are_plain(opened):
    source = opened(b'a|b\n"hello|world\nh\'ow do you|do"\n\'I am\'|"here"\n')
    assert _rows(source) == [('"hello', "world"), ("h'ow do you", 'do"'), ("'I am'", '"here"')]


def test_numbers_can_be_read_in_another_notation(opened):
    data = b"a;b\n1.234,5;x,y\n-7,25;1.23,4\n ;12\n"
    assert _rows(opened(data)) == [("1.234,5", "x,y"), ("-7,25", "1.23,4"), (" ", "12")]
    read = _rows(opened(data, decimal=",", thousands="."))
    assert read == [("1234.5", "x,y"), ("-7.25", "1.23,4"), (" ", "12")]
    assert _rows(opened(b"a;b\n1 234;5\n", thousands=" ")) == [("1234", "5")]


def test_comments_amid_the_rows_are_found_but_no_row_is_taken_for_one(opened):
    assert _rows(opened(b"a,b\n1,2\n# gone\n3,4\n")) == [("1", "2"), ("3", "4")]
    source = opened(b"a,b\n1,2\n#3,4\n# gone\n")
    assert _rows(source)[:2] == [("1", "2"), ("#3", "4")]
    assert source.rejects["why"].to_list() == ["line 4 has 1 field where the header has 2: '# gone'"]


def test_names_of_rows_have_a_column(opened):
    source = opened(b'"x","y"\n"r1",1,2\n"r2",3,4\n"r3",5,6\n')
    assert source.frame.collect().to_dicts()[0] == {"column_1": "r1", "x": "1", "y": "2"}


def test_line_ends_of_old_are_read(opened):
    assert _rows(opened(b'a,b\r1,2\r"3\rx",4\r')) == [("1", "2"), ("3\rx", "4")]


def test_a_tab_stands_between_the_fields_of_tsv(opened):
    assert _rows(opened(b"a\tb\n1\t2,3\n", "data.tsv")) == [("1", "2,3")]


@pytest.mark.parametrize("data", [b"a,b\n", b"a,b"])
def test_a_header_without_rows_is_an_empty_frame(opened, data):
    source = opened(data)
    assert source.rows == 0
    assert source.frame.collect().shape == (0, 2)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "data.csv: the file is empty"),
        (b"\n\n", "data.csv: the file is empty"),
        (b"\xef\xbb\xbf", "data.csv: the file is empty"),
        (b"a\0b\n\0\0\0\n1,2\n", "holds NUL bytes"),
        (PNG, "data.csv: is a PNG image, not text"),
        (b"PAR1....", "is a Parquet file: say `format: parquet`"),
        (b"\xd0\xcf\x11\xe0....", "is an Excel workbook: say `format: excel`"),
        (b"a,b\n" + b"1,x,2\n" * 5, "the header has 2 names and every row one field more: mend the header, or say"),
        (
            b"1,2 3,4\n5,6 7,8\n",
            "the delimiter may be comma (3 columns) or space (2 columns): say which by `delimiter:`",
        ),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_do(opened, data, said):
    with pytest.raises(SourceError) as caught:
        opened(data)
    assert said in str(caught.value)


def test_a_single_column_that_holds_no_delimiter_is_fine(opened):
    assert _rows(opened(b'"a;b"\n1\n')) == [("1",)]
    assert _rows(opened(b"a\n1;2\n")) == [("1;2",)]


def test_files_with_other_columns_are_refused_by_name(opened, tmp_path):
    opened(b"a,b\n1,2\n", "one.csv")
    opened(b"a,c\n1,2\n", "two.csv")
    with pytest.raises(SourceError, match=r"two\.csv: its columns .*one\.csv: it lacks b and has besides c"):
        open_source(SourceSpec(path=str(tmp_path)))
