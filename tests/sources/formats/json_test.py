import gzip
import json

import polars as pl
import pytest

from wrangle.errors import SourceError
from wrangle.sources.files import open_files
from wrangle.sources.formats import json as module
from wrangle.sources.spec import SourceSpec

ROWS = [{"a": 1, "b": "x"}, {"a": 2.5, "c": None}, {"b": "ü"}]
FRAME = [{"a": 1.0, "b": "x", "c": None}, {"a": 2.5, "b": None, "c": None}, {"a": None, "b": "ü", "c": None}]


@pytest.fixture
def opened(tmp_path):
    def run(data, name="a.json", **options):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode())
        source = open_files(SourceSpec(path=str(path), **options), (path,))
        try:
            return source.frame.collect().to_dicts()
        except pl.exceptions.PolarsError as error:
            raise source.explain(error) from error

    return run


def test_an_array_of_objects_is_read(opened):
    assert opened(ROWS) == FRAME
    assert opened(json.dumps(ROWS, indent=2).encode("utf-8-sig")) == FRAME
    assert opened(json.dumps(ROWS, ensure_ascii=False).encode("utf-16")) == FRAME
    assert opened(gzip.compress(json.dumps(ROWS).encode()), "a.json.gz") == FRAME


def test_an_object_that_holds_one_array_is_read(opened):
    assert opened({"meta": {"n": 3, "tags": [1]}, "result": {"items": ROWS}}) == FRAME


def test_one_of_several_arrays_is_named(opened):
    data = {"a": ROWS, "b": {"c": [{"z": 1}]}}
    assert opened(data, records="b.c") == [{"z": 1}]
    with pytest.raises(SourceError, match=r"holds 2 arrays of objects \(a, b\.c\): say which by `records:`"):
        opened(data)
    with pytest.raises(SourceError, match="no 'd': known are: c"):
        opened(data, records="b.d")
    with pytest.raises(SourceError, match="`records: b` is no array"):
        opened(data, records="b")


def test_nested_objects_become_columns(opened):
    assert opened([{"at": {"lat": 1, "of": {"x": 2}}, "at_lat": 3, "tags": ["u"], "none": {}}]) == [
        {"at_lat_": 1, "at_of_x": 2, "at_lat": 3, "tags": ["u"]}
    ]


def test_json_lines_are_told_whatever_the_file_is_called(opened):
    assert opened(b'{"a": 1}\n\n{"a": 2}\n') == [{"a": 1}, {"a": 2}]
    with pytest.raises(SourceError, match="line 2 is no JSON"):
        opened(b'{"a": 1}\n{"a": \n')


@pytest.mark.parametrize("piece", [1, 2, 7, 100])
def test_elements_are_whole_where_pieces_end(opened, monkeypatch, piece):
    monkeypatch.setattr(module, "PIECE", piece)
    rows = [{"a": number, "b": '],"{' * number} for number in range(20)]
    assert opened(rows) == rows


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"[1, 2]", "element 1 of the array is no object: 1"),
        (b"[]", "the array holds no objects"),
        (b'[{"a": 1}, {"a": ', "element 2 of the array is no JSON"),
        (b'[{"a": 1}, {"a": 1}', "element 3 of the array is no JSON .it ends amid the array"),
        (b'{"a": 1}', "holds no array of objects"),
        (b"a,b\n1,2\n", "is no JSON"),
        (b'[{"a": 1}, {"a": true}]', "'a' is a number in object 1 and true or false in object 2: make them one kind"),
    ],
)
def test_what_cannot_be_read_is_told(opened, data, said):
    with pytest.raises(SourceError, match=said):
        opened(data)
