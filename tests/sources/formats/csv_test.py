import pytest

from wrangle.sources.files import open_files
from wrangle.sources.spec import SourceSpec


@pytest.mark.parametrize("name", ["a.csv", "a.TSV", "a.tab", "a.txt", "a.dat", "a.csv.gz"])
def test_text_with_a_delimiter_is_read_whatever_its_ending(tmp_path, name):
    path = tmp_path / name
    path.write_text("a\tb\n1\t2\n")
    source = open_files(SourceSpec(path=str(path)), (path,))
    assert source.frame.collect().to_dicts() == [{"a": "1", "b": "2"}]
