"""Ranges of the first column by which rows are ordered."""

import polars as pl
import pytest

from wrangle.cluster.ordering import RemoteNumbers, borders, sample
from wrangle.engine.ops import ROW


def test_values_are_taken_evenly_without_null_and_nan(tmp_path):
    values = [float("nan"), None, *(float(each) for each in range(999, -1, -1))]
    pl.DataFrame({"a": values}).write_parquet(tmp_path / "a.parquet")
    found = sample(tmp_path / "a.parquet", "a")
    assert found == [float(each) for each in range(0, 1_000, 15)]


@pytest.mark.parametrize(("samples", "ranges", "expected"), [
    ([], 3, []),
    ([[], []], 3, []),
    ([[1, 1, 1, 1]], 3, [1]),
    ([list(range(10)), list(range(10))], 2, [5]),
    ([["b", "a"], ["d", "c"]], 4, ["b", "c", "d"]),
    ([[5]], 1, []),
])  # fmt: skip
def test_ranges_have_about_as_many_rows(samples, ranges, expected):
    assert borders(samples, ranges) == expected


def test_numbers_come_file_by_file(tmp_path):
    for number, rows in enumerate(([3, 1], [], [2])):
        pl.DataFrame({ROW: pl.Series(rows, dtype=pl.UInt32)}).write_parquet(tmp_path / f"{number}.parquet")
    numbers = RemoteNumbers([tmp_path / f"{number}.parquet" for number in range(3)])
    assert [each.rows() for each in numbers.runs()] == [[(3, 1), (1, 1)], [], [(2, 1)]]
