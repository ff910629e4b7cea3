"""What expressions have in common is computed once, and the values are those of polars' eager calls."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from wrangle.expressions.common import MANY, select, with_columns


@pytest.mark.parametrize("rows", [0, 1, 100, MANY, MANY + 1])
def test_the_values_are_those_of_the_eager_calls(rows):
    frame = pl.DataFrame({"a": [each / 3 - 5 for each in range(rows)]}, schema={"a": pl.Float64})
    root = pl.col("a").sqrt()
    wanted = [pl.when(root.is_not_nan()).then(root).alias("b"), (pl.col("a") / 10).alias("c"), pl.lit(1).alias("d")]
    assert_frame_equal(with_columns(frame, wanted), frame.with_columns(wanted), check_exact=True)
    assert_frame_equal(select(frame, wanted[:2]), frame.select(wanted[:2]), check_exact=True)


@pytest.mark.parametrize("call", [select, with_columns])
def test_a_part_that_stands_twice_is_computed_once(call):
    asked = []

    def dear(values):
        asked.append(len(values))
        return values

    part = pl.col("a").map_batches(dear, pl.Int64(), is_elementwise=True)
    found = call(pl.DataFrame({"a": range(MANY)}), [pl.when(part > 2).then(part).alias("b")])
    assert found["b"].null_count() == 3
    assert asked == [MANY]
