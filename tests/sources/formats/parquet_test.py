import polars as pl
import pytest

from wrangle.errors import SourceError
from wrangle.sources.files import open_files
from wrangle.sources.spec import SourceSpec


def test_a_file_that_is_none_is_told_so(tmp_path):
    path = tmp_path / "a.parquet"
    pl.DataFrame({"a": [1]}).write_csv(path)
    with pytest.raises(SourceError, match=r"a\.parquet: is no whole parquet file .*or say what it is with `format:`"):
        open_files(SourceSpec(path=str(path)), (path,))
