import gzip
import io
import zipfile

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


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16"])
def test_other_encodings_are_read(opened, encoding):
    assert _rows(opened("é,b\nö,2\n".encode(encoding), encoding=encoding)) == [("ö", "2")]


def test_line_ends_of_old_are_read(opened):
    assert _rows(opened(b"a,b\r1,2\r3,4\r")) == [("1", "2"), ("3", "4")]


def test_a_tab_stands_between_the_fields_of_tsv(opened):
    assert _rows(opened(b"a\tb\n1\t2,3\n", "data.tsv")) == [("1", "2,3")]


@pytest.mark.parametrize("data", [b"a,b\n", b"a,b"])
def test_a_header_without_rows_is_an_empty_frame(opened, data):
    source = opened(data)
    assert source.rows == 0
    assert source.frame.collect().shape == (0, 2)


def _zip():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "data.csv: the file is empty"),
        (b"\n\n", "data.csv: the file is empty"),
        (b"\xef\xbb\xbf", "data.csv: the file is empty"),
        (b"a;b;c\n1;2;3\n", "the header is one column 'a;b;c': the delimiter looks like ';': say `delimiter: \";\"`"),
        (b"a\tb\n1\t2\n", r"the delimiter looks like '\\t': say `delimiter: \"\\t\"`"),
        (b"a|b\n1|2\n", "looks like '|'"),
        (b"a,b,a\n1,2,3\n", "data.csv:1: the header names 'a' more than once"),
        (b"\na,,c,\n1,2,3\n", "data.csv:2: the header has no name for column 2, 4 of 4"),
        (b"a,\xe9\n1,2\n", "data.csv:1: byte 0xE9 is not UTF-8: say `encoding: latin-1` (or cp1252)"),
        (b"a,b\n1,2\n1,\xe9\n", "data.csv:3: byte 0xE9 is not UTF-8: say `encoding: latin-1` (or cp1252)"),
        ("a,b\n1,2\n".encode("utf-16"), "begins with the byte order mark of UTF-16: say `encoding: utf-16`"),
        ("a,b\n1,2\n".encode("utf-16-le"), "holds NUL bytes"),
        (PNG, "data.csv: is a PNG image, not text"),
        (_zip(), "data.csv: is a zip archive (or a spreadsheet): unpack it"),
        (b"PAR1....", "is a Parquet file: say `format: parquet`"),
        (b'a,b\n"1"2,3\n', "data.csv:2: a quote stands where none can be read"),
        (b'a,b\n1,"2\n3,4\n', "data.csv:2: opens a quoted field that nothing closes: '1,\"2'"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_do(opened, data, said):
    with pytest.raises(SourceError) as caught:
        opened(data)
    assert said.replace("\\\\", "\\").replace('\\"', '"') in str(caught.value)


def test_a_single_column_that_holds_no_delimiter_is_fine(opened):
    assert _rows(opened(b'"a;b"\n1\n')) == [("1",)]
    assert _rows(opened(b"a\n1;2\n")) == [("1;2",)]


def test_files_with_other_columns_are_refused_by_name(opened, tmp_path):
    opened(b"a,b\n1,2\n", "one.csv")
    opened(b"a,c\n1,2\n", "two.csv")
    with pytest.raises(SourceError, match=r"two\.csv: its columns .*one\.csv: it lacks b and has besides c"):
        open_source(SourceSpec(path=str(tmp_path)))
