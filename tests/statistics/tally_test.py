import numpy as np
import polars as pl
import pytest

from wrangle.statistics.counts import Counts


def test_equal_pairs_are_added_up_before_they_grow_beyond_twice_the_limit():
    counts = Counts("a", limit=3)
    state = part = counts.partial(pl.DataFrame({"a": [1, 2, 3]}))
    for _ in range(10):
        state = counts.merge(state, part)
        assert state.rows.height <= 6
    assert counts.value(state).rows() == [(1, 11), (2, 11), (3, 11)]


@pytest.mark.parametrize("groups", [3, 5000])
@pytest.mark.parametrize("dtype", [pl.Float64, pl.Int64, pl.Int8, pl.String])
def test_few_long_and_many_short_groups_are_counted_alike(groups, dtype):
    rng = np.random.default_rng(0)
    values = pl.Series(rng.integers(0, 9, 20_000)).cast(dtype)
    frame = pl.DataFrame({"a": values, "g": rng.integers(0, groups, 20_000)})
    counts = Counts("a", ("g",))
    wanted = frame.group_by("g", value="a").agg(count=pl.len().cast(pl.Int64))
    wanted = wanted.sort("g", -pl.col("count"), "value")
    assert counts.value(counts.partial(frame)).equals(wanted)
