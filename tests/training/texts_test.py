import numpy as np
import polars as pl
import pytest

from wrangle.training import texts as module
from wrangle.training.texts import Texts


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical, pl.Enum(["b", "a", "c"])])
def test_texts_are_numbered_as_they_come_over_batches(dtype):
    texts = Texts()
    found = [texts.numbers(pl.Series(each, dtype=dtype)).to_list() for each in (["b", None, "a"], ["a", "c", "b"])]
    assert found == [[0, None, 1], [1, 2, 0]]
    assert texts.known == ["b", "a", "c"]


def test_beyond_the_most_texts_new_ones_count_as_unknown(monkeypatch):
    monkeypatch.setattr(module, "MAX_TEXTS", 2)
    texts = Texts()
    assert texts.numbers(pl.Series(["a", "b", "c"])).to_list() == [0, 1, None]
    assert texts.numbers(pl.Series(["d", "b"])).to_list() == [None, 1]


def test_the_most_frequent_come_first_then_in_their_own_order():
    texts = Texts()
    numbers = texts.numbers(pl.Series(["b", "c", "a", "c", None])).cast(pl.Float32).fill_null(float("nan")).to_numpy()
    assert texts.counts(numbers).rows() == [("c", 2), ("a", 1), ("b", 1)]
    assert texts.counts(numbers[:1]).rows() == [("b", 1)]


def test_levels_are_told_of_each_row():
    texts = Texts()
    texts.numbers(pl.Series(["b", "c", "a"]))
    found = texts.levels(np.array([0, 1, np.nan, 2], np.float32), ["a", "c"], np.dtype(np.float32))
    np.testing.assert_array_equal(found, np.array([np.nan, 1, np.nan, 0], np.float32))
    assert found.dtype == np.float32


def test_no_rows_are_no_trouble():
    assert Texts().counts(np.empty(0)).is_empty()
    assert Texts().levels(np.empty(0), ["a"], np.dtype(float)).size == 0
