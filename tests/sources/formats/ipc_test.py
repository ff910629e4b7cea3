import polars as pl

from wrangle.sources.files import open_files
from wrangle.sources.spec import SourceSpec

FRAME = pl.DataFrame({"a": [1, None], "b": ["x", "y"]})


def test_files_and_streams_are_told_by_their_first_bytes(tmp_path):
    for write in (FRAME.write_ipc, FRAME.write_ipc_stream):
        path = tmp_path / "a.arrow"
        write(path)
        assert open_files(SourceSpec(path=str(path)), (path,)).frame.collect().equals(FRAME)
