import polars as pl
import pytest

from wrangle.errors import SourceError
from wrangle.sources.spool import spooled


def test_rows_can_be_read_again_and_go_with_the_input():
    input_ = spooled(iter([pl.DataFrame({"a": [1]}), pl.DataFrame({"a": [2]})]), "a stream")
    assert input_.frame.collect().equals(input_.frame.collect())
    path = input_.copies[0].path
    input_.close()
    assert not path.exists()


def test_an_error_on_the_way_is_the_one_that_is_told():
    def batches():
        yield pl.DataFrame({"a": [1]})
        raise SourceError("the connection broke")

    with pytest.raises(SourceError, match="the connection broke"):
        spooled(batches(), "a stream")
