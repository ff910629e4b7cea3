import pytest

from wrangle.sources.formats import endings, format_of, formats
from wrangle.sources.formats.base import Format
from wrangle.sources.known import FORMATS


def test_every_file_of_the_folder_is_a_format():
    assert tuple(formats()) == FORMATS
    assert all(isinstance(each, Format) for each in formats().values())


def test_no_ending_tells_two_formats():
    assert len(endings()) == len(set(endings()))


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("a.csv", "csv"), ("a.CSV.GZ", "csv"), ("a.b.jsonl.zst", "ndjson"), ("a.json.zip", "json"), ("a.xlsx", "excel"),
        ("a.parquet.gz", None), ("a.gz", None), ("csv", None), (".csv", "csv"),
    ],
)  # fmt: skip
def test_the_ending_tells_the_format(name, format_):
    assert format_of(name) == format_
