"""How far counts are from those of the training, and how far chance alone would take them.

References
----------
Yurdakul, B., Naranjo, J. (2020). Statistical properties of the population stability index. Journal of Risk Model
Validation 14(4): without drift, PSI is about (1/n + 1/m) times a chi-square variable of k - 1 degrees of freedom.
Lin, J. (1991). Divergence measures based on the Shannon entropy. IEEE Transactions on Information Theory 37(1).
Cohen, J. (1988). Statistical power analysis for the behavioral sciences, 2nd ed., chapter 6: the effect size h.
Fisher, R. A. (1935). The logic of inductive inference. JRSS 98(1): the exact test of two rates.
"""

from __future__ import annotations

from math import asin, sqrt
from typing import Any

SPARSE = 5
"""Rows that a bin must be expected to have, or it is counted with the other sparse ones."""


def merged(before: Any, now: Any) -> tuple[Any, Any]:
    """Return the counts of training and of now with sparse bins together.

    Parameters
    ----------
    before, now : numpy.ndarray, (bins,)

    Examples
    --------
    >>> import numpy as np
    >>> [each.tolist() for each in merged(np.array([90, 2, 8, 0]), np.array([90, 1, 8, 1]))]
    [[90, 8, 2], [90, 8, 2]]
    """
    import numpy as np

    total, rows = before.sum(), now.sum()
    sparse = before * min(rows, total) < SPARSE * total
    if not sparse.any():
        return before, now
    keep = ~sparse
    return (
        np.append(before[keep], before[sparse].sum()),
        np.append(now[keep], now[sparse].sum()),
    )


def psi(before: Any, now: Any) -> float:
    """Return the population stability index of counts; half a row stands in each bin beside those that are there.

    Examples
    --------
    >>> import numpy as np
    >>> [round(psi(np.array([500, 500]), np.array(now)), 3) for now in ([500, 500], [900, 100])]
    [0.0, 0.876]
    """
    import numpy as np

    first, second = _shares(before), _shares(now)
    return float(((second - first) * np.log(second / first)).sum())


def _shares(counts: Any) -> Any:
    return (counts + 0.5) / (counts.sum() + 0.5 * len(counts))


def noise(rows: int, trained: int, bins: int, alpha: float) -> float:
    """Return the PSI that so many rows stay below without any drift, but for a share `alpha` of all times.

    Examples
    --------
    >>> round(noise(100, 100_000, 10, 0.01), 3), round(noise(10_000, 100_000, 10, 0.01), 4)
    (0.217, 0.0024)
    """
    from scipy.special import chdtri

    if bins < 2 or not rows or not trained:
        return float("inf")
    return (1 / rows + 1 / trained) * float(chdtri(bins - 1, alpha))


def jensen_shannon(before: Any, now: Any) -> float:
    """Return the Jensen-Shannon distance of counts, from 0 to 1 (base 2).

    Examples
    --------
    >>> import numpy as np
    >>> jensen_shannon(np.array([1, 0]), np.array([0, 1]))
    1.0
    """
    from scipy.spatial.distance import jensenshannon

    return float(jensenshannon(before, now, base=2))


def kolmogorov_smirnov(before: Any, now: Any) -> tuple[float, float]:
    """Return the greatest distance of two distributions at the ends of bins, and its p-value, which is never too small.

    Examples
    --------
    >>> import numpy as np
    >>> distance, p = kolmogorov_smirnov(np.array([50, 50]), np.array([80, 20]))
    >>> round(distance, 2), p < 0.001
    (0.3, True)
    """
    import numpy as np
    from scipy.special import kolmogorov

    rows, trained = int(now.sum()), int(before.sum())
    distance = float(np.abs(np.cumsum(before) / trained - np.cumsum(now) / rows).max())
    return distance, float(kolmogorov(distance * sqrt(rows * trained / (rows + trained))))


def chi_square(before: Any, now: Any) -> tuple[float, float]:
    """Return the statistic of Pearson's test that both counts are of one distribution, and its p-value.

    Examples
    --------
    >>> import numpy as np
    >>> statistic, p = chi_square(np.array([50, 50]), np.array([80, 20]))
    >>> round(statistic, 1), p < 0.001
    (19.8, True)
    """
    import numpy as np
    from scipy.special import chdtrc

    table = np.stack([before, now])
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] < 2 or not table.sum(axis=1).all():
        return 0.0, 1.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    statistic = float(((table - expected) ** 2 / expected).sum())
    return statistic, float(chdtrc(table.shape[1] - 1, statistic))  # as scipy.stats.chi2_contingency, 50 times as fast


def effect(now: float, before: float) -> float:
    """Return how far two rates are apart, as Cohen's h: greater than 0 where there is more now.

    Examples
    --------
    >>> [round(effect(*rates), 2) for rates in ((0.01, 0.0), (0.10, 0.05), (0.6, 0.5), (0.0, 0.01))]
    [0.2, 0.19, 0.2, -0.2]
    """
    return 2 * asin(sqrt(min(max(now, 0), 1))) - 2 * asin(sqrt(min(max(before, 0), 1)))


def chance(hits: int, rows: int, before: int, trained: int) -> float:
    """Return the p-value of two rates being one, in the direction that is seen, by Fisher's exact test, doubled.

    Examples
    --------
    >>> chance(10, 1000, 10, 1000) > 0.5, chance(20, 1000, 0, 1000) < 1e-5
    (True, True)
    """
    from scipy.stats import hypergeom

    total, hit = rows + trained, hits + before
    if hits * trained >= before * rows:
        p = hypergeom.sf(hits - 1, total, hit, rows)
    else:
        p = hypergeom.cdf(hits, total, hit, rows)
    return min(1.0, 2 * float(p))
