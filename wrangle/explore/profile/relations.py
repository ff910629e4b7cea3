"""How closely columns go together: correlations of numbers, association of categories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from math import sqrt
from typing import Any

from wrangle.explore.profile.coded import Coded
from wrangle.explore.profile.facts import Relation

ROWS = 20_000
"""Rows that are looked at."""

COLUMNS = 60
"""Columns that are compared, the first."""

LEAST = 30
"""Rows with both values below which nothing is said."""

CATEGORIES = 50
"""Categories of a column that are told apart; columns of more are not compared."""


def relations(columns: Mapping[str, Coded]) -> list[Relation]:
    """Return how closely each pair of columns goes together, the closest first.

    Two numbers: Pearson's correlation or, where it is greater, that of the ranks (Spearman). Two categories: Cramer's V
    without its bias (Bergsma 2013). A number and a category: the correlation ratio.

    Parameters
    ----------
    columns : mapping
        Name -> the column as numbers.

    Examples
    --------
    >>> import numpy as np
    >>> numbers = np.arange(100.0)
    >>> [found] = relations({"a": Coded("number", numbers), "b": Coded("number", numbers**3)})
    >>> found.measure, found.value
    ('spearman', 1.0)
    """
    usable = {name: each for name, each in columns.items() if _varies(each)}
    found = []
    for one, other in combinations(list(usable)[:COLUMNS], 2):
        for measure, value in _pair(usable[one], usable[other]):
            found.append(Relation(one, other, measure, round(value, 4)))
    return sorted(found, key=lambda each: (-abs(each.value), each.one, each.other))


def _varies(column: Coded) -> bool:
    import numpy as np

    there = column.values[~np.isnan(column.values)]
    different = len(np.unique(there))
    return different > 1 and (column.kind == "number" or different <= CATEGORIES)


def _pair(one: Coded, other: Coded) -> Iterator[tuple[str, float]]:
    import numpy as np

    both = ~np.isnan(one.values) & ~np.isnan(other.values)
    if int(both.sum()) < LEAST:
        return
    first, second = one.values[both], other.values[both]
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return
    if one.kind == other.kind == "number":
        yield _correlation(first, second)
    elif one.kind == other.kind:
        yield "cramers_v", _cramers_v(first, second)
    else:
        numbers, groups = (first, second) if one.kind == "number" else (second, first)
        yield "correlation_ratio", _ratio(numbers, groups)


def _correlation(first: Any, second: Any) -> tuple[str, float]:
    import numpy as np
    from scipy.stats import rankdata

    pearson = float(np.corrcoef(first, second)[0, 1])
    ranks = float(np.corrcoef(rankdata(first), rankdata(second))[0, 1])
    return ("spearman", ranks) if abs(ranks) > abs(pearson) + 0.02 else ("pearson", pearson)


def _cramers_v(first: Any, second: Any) -> float:
    import numpy as np

    _, rows = np.unique(first, return_inverse=True)
    _, columns = np.unique(second, return_inverse=True)
    height, width, count = rows.max() + 1, columns.max() + 1, len(rows)
    table = np.bincount(rows * width + columns, minlength=height * width).reshape(height, width)
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / count
    share = float(((table - expected) ** 2 / expected).sum()) / count
    bias = (height - 1) * (width - 1) / (count - 1)
    room = min(height - (height - 1) ** 2 / (count - 1), width - (width - 1) ** 2 / (count - 1)) - 1
    return sqrt(max(share - bias, 0) / room) if room > 0 else 0.0


def _ratio(numbers: Any, groups: Any) -> float:
    import numpy as np

    _, codes = np.unique(groups, return_inverse=True)
    counts = np.bincount(codes)
    means = np.bincount(codes, numbers) / counts
    total = float(((numbers - numbers.mean()) ** 2).sum())
    between = float((counts * (means - numbers.mean()) ** 2).sum())
    return sqrt(min(between / total, 1.0)) if total > 0 else 0.0
