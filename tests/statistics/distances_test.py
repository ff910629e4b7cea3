import numpy as np
import pytest
from scipy.stats import chi2, chi2_contingency, fisher_exact, ks_2samp, kstwobign

from wrangle.statistics.distances import (
    chance,
    chi_square,
    effect,
    jensen_shannon,
    kolmogorov_smirnov,
    merged,
    noise,
    psi,
)


def drawn(rows, bins, seed):
    return np.bincount(np.random.default_rng(seed).integers(bins, size=rows), minlength=bins)


@pytest.mark.parametrize("rows", [200, 1000, 10_000])
def test_without_drift_psi_stays_below_the_noise_as_often_as_it_should(rows):
    trained = np.full(10, 10_000)
    floor = noise(rows, 100_000, 10, 0.05)
    over = sum(psi(trained, drawn(rows, 10, seed)) > floor for seed in range(1000))
    assert 20 <= over <= 80  # 50 expected


def test_noise_is_no_limit_where_there_is_nothing_to_compare():
    assert noise(0, 10, 5, 0.01) == noise(10, 10, 1, 0.01) == float("inf")


def test_sparse_bins_are_put_together_by_what_is_expected():
    before, now = merged(np.array([5000, 4990, 5, 5]), np.array([50, 40, 0, 10]))
    assert before.tolist() == [5000, 4990, 10]
    assert now.tolist() == [50, 40, 10]


def test_the_same_counts_are_no_distance_apart_and_disjoint_ones_are_far():
    same, other = np.array([10, 20, 0]), np.array([0, 0, 30])
    assert psi(same, same * 2) == pytest.approx(0, abs=0.03)
    assert jensen_shannon(same, same) == 0
    assert jensen_shannon(same, other) == 1
    assert kolmogorov_smirnov(same, other)[0] == 1


def test_kolmogorov_smirnov_of_bins_is_never_more_than_that_of_the_values():
    draw = np.random.default_rng(0)
    one, two = draw.normal(size=1000), draw.normal(0.3, size=800)
    edges = np.quantile(one, np.arange(1, 20) / 20)
    counts = [np.bincount(np.searchsorted(edges, each), minlength=20) for each in (one, two)]
    exact = ks_2samp(one, two)
    distance, p = kolmogorov_smirnov(*counts)
    assert exact.statistic * 0.8 < distance <= exact.statistic
    assert p >= exact.pvalue * 0.9


def test_p_values_and_quantiles_are_those_of_scipys_tests():
    before, now = np.array([50, 30, 20, 0]), np.array([10, 30, 5, 0])
    assert chi_square(before, now) == pytest.approx(chi2_contingency([before[:3], now[:3]], correction=False)[:2])
    distance, p = kolmogorov_smirnov(before, now)
    assert p == pytest.approx(kstwobign.sf(distance * (100 * 45 / 145) ** 0.5))
    assert noise(100, 400, 10, 1e-6) == pytest.approx((1 / 100 + 1 / 400) * chi2.isf(1e-6, 9))


def test_chi_square_of_one_bin_tells_nothing():
    assert chi_square(np.array([10, 0]), np.array([5, 0])) == (0.0, 1.0)
    assert chi_square(np.array([10, 10]), np.array([0, 0])) == (0.0, 1.0)


@pytest.mark.parametrize(("hits", "rows", "before", "trained"), [(5, 100, 1, 200), (0, 50, 20, 100), (3, 30, 30, 300)])
def test_chance_is_fishers_exact_test_doubled(hits, rows, before, trained):
    table = [[hits, rows - hits], [before, trained - before]]
    one_sided = min(fisher_exact(table, alternative=side).pvalue for side in ("less", "greater"))
    assert chance(hits, rows, before, trained) == pytest.approx(min(1, 2 * one_sided))


def test_an_effect_is_the_other_way_round_from_the_other_side():
    assert effect(0.3, 0.1) == -effect(0.1, 0.3) > 0
