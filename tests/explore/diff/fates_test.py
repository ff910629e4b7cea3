import polars as pl

from wrangle.explore.diff.fates import FATES, Fates


def test_each_row_has_a_fate():
    fates = Fates()
    fates.clean(pl.Series([0, 2], dtype=pl.UInt32), 3)
    fates.clean(pl.Series([], dtype=pl.UInt32), 5)
    fates.reject(pl.Series([4], dtype=pl.UInt32))
    fates.fill(6)
    told = ["clean", "dropped", "clean", "dropped", "quarantined", "not read"]
    assert [FATES[each] for each in fates.all] == told


def test_of_no_rows_there_is_none():
    assert len(Fates().all) == 0
