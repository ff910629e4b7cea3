import polars as pl
import pytest

from wrangle.errors import SourceError
from wrangle.sources.stored import restored, stored


def test_categories_nulls_and_zones_become_what_a_table_has():
    frame = pl.LazyFrame({"c": ["a"], "n": [None], "m": [0]}).with_columns(
        pl.col("c").cast(pl.Categorical), pl.col("m").cast(pl.Datetime("ms", "Europe/Paris"))
    )
    kept, words = stored(frame)
    assert kept.collect_schema() == {"c": pl.String, "n": pl.String, "m": pl.Datetime("us", "UTC")}
    assert words == {}


def test_large_numbers_come_back_exactly():
    frame = pl.LazyFrame({"a": pl.Series([2**64 - 1, 0, None], dtype=pl.UInt64)})
    kept, words = stored(frame)
    assert restored(kept, words).collect()["a"].to_list() == [2**64 - 1, 0, None]


def test_a_type_that_no_table_has_is_named():
    for dtype in (pl.Object, pl.List(pl.UInt8), pl.Struct({"a": pl.Time})):
        with pytest.raises(SourceError, match=r"the column 'o' is .* cannot hold"):
            stored(pl.DataFrame(schema={"o": dtype}).lazy())
