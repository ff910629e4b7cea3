import pytest

from wrangle.errors import SourceError
from wrangle.sources.opening import open_source
from wrangle.sources.spec import SourceSpec


def test_a_source_that_gives_rows_cannot_stand_among_files(tmp_path):
    (tmp_path / "a.csv").write_text("a\n1\n")
    with pytest.raises(SourceError, match="iris: stands in a list of files, and is none"):
        open_source(SourceSpec(path=(str(tmp_path / "a.csv"), "sklearn://iris")))


def test_a_list_of_no_file_is_refused():
    with pytest.raises(SourceError, match="names no file"):
        open_source(SourceSpec(path=()))
