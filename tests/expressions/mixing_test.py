import numpy as np
import polars as pl
import pytest

from wrangle.expressions.mixing import fold_of, mixed, share_of

ROWS = np.arange(100_000, dtype=np.uint32)


@pytest.mark.parametrize("seed", [0, 1, 12345])
def test_numbers_are_mixed_without_loss_and_without_pattern(seed):
    found = mixed(ROWS, seed)
    assert len(np.unique(found)) == len(ROWS)
    shares = found / 2**32
    assert shares.mean() == pytest.approx(0.5, abs=0.005)
    for step in (2, 3, 5, 7, 24):
        assert shares[::step].mean() == pytest.approx(0.5, abs=0.02)
    assert abs(np.corrcoef(shares[1:], shares[:-1])[0, 1]) < 0.02


def test_seeds_mix_otherwise():
    assert abs(np.corrcoef(mixed(ROWS, 0), mixed(ROWS, 1))[0, 1]) < 0.02


def test_folds_are_even_and_know_no_pattern_of_rows():
    fold = pl.select(fold_of(pl.int_range(100_000, dtype=pl.UInt32), 5)).to_series()
    assert fold.value_counts()["count"].to_list() == pytest.approx([20_000] * 5, rel=0.02)
    for step in (2, 3, 5, 7):
        assert fold.gather_every(step).value_counts()["count"].to_list() == pytest.approx([20_000 / step] * 5, rel=0.05)


def test_shares_of_texts_are_even():
    shares = np.array([share_of(f"key {number}", 3) for number in range(20_000)])
    assert np.histogram(shares, 10, (0, 1))[0] == pytest.approx([2000] * 10, rel=0.1)


def test_shares_stay_what_they_are():
    assert round(share_of("Oslo"), 9) == 0.902503621
