"""How well each column alone predicts a target, on rows that it did not see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wrangle.explore.profile.coded import Coded
from wrangle.explore.profile.facts import Power

ROWS = 20_000
"""Rows that are looked at."""

FOLDS = 3
CLASSES = 20
"""Different numbers up to which a target is one of classes; a target of more numbers is a quantity."""
DEPTH, LEAVES = 6, 10
"""Depth and least rows in a leaf of the tree of one column."""
PRIOR = 10.0
"""Rows that speak for the mean of all in each category's mean: a category of few rows tells little."""
LEAST = 60
"""Rows below which nothing is said."""


def power(target: Coded, columns: Mapping[str, Coded], *, seed: int = 0) -> list[Power]:
    """Return how well each column alone predicts a target, the best first.

    A small tree learns it on two thirds of the rows and is asked about the others, in three turns. Categories are given
    to it as the mean target of their rows, learned on the same two thirds. Missing values are a value like any other.

    Parameters
    ----------
    target : Coded
    columns : mapping
        Name -> the column as numbers.
    seed : int
        Decides how rows are divided.

    Returns
    -------
    list of Power
        ROC AUC for classes (the mean over them, where they are several), R2 for numbers.

    Examples
    --------
    >>> import numpy as np
    >>> late = np.arange(200.0) % 2
    >>> [found] = power(Coded("category", late), {"a": Coded("number", late * 3)})
    >>> found.measure, found.value
    ('roc_auc', 1.0)
    """
    import numpy as np

    rows = np.flatnonzero(~np.isnan(target.values))[:ROWS]
    truth, classes = _truth(target, rows)
    if len(rows) < LEAST or len(np.unique(truth)) < 2:
        return []
    folds = np.random.default_rng(seed).permutation(len(rows)) % FOLDS
    measure = "roc_auc" if classes else "r2"
    found = [Power(name, measure, round(_score(each, rows, truth, classes, folds), 4), len(rows))
             for name, each in columns.items()]  # fmt: skip
    return sorted(found, key=lambda each: (-each.value, each.column))


def _truth(target: Coded, rows: Any) -> tuple[Any, int]:
    """Return the target of rows, and how many classes it has; 0 where it is a quantity."""
    import numpy as np

    values = target.values[rows]
    different, codes = np.unique(values, return_inverse=True)
    if target.kind == "category" or len(different) <= CLASSES:
        return codes, len(different)
    return values, 0


def _score(column: Coded, rows: Any, truth: Any, classes: int, folds: Any) -> float:
    import numpy as np

    values = column.values[rows]
    answers = np.zeros((len(rows), max(classes, 1)))
    for fold in range(FOLDS):
        learn, ask = folds != fold, folds == fold
        answers[ask] = _answers(column.kind, values, truth, classes, learn, ask)
    if not classes:
        spread = float(((truth - truth.mean()) ** 2).sum())
        return max(1 - float(((truth - answers[:, 0]) ** 2).sum()) / spread, 0.0) if spread > 0 else 0.0
    which = range(1, 2) if classes == 2 else range(classes)
    counts = np.bincount(truth, minlength=classes)
    found = [_auc(truth == each, answers[:, each]) for each in which if 0 < counts[each] < len(truth)]
    return float(np.mean(found)) if found else 0.5


def _answers(kind: str, values: Any, truth: Any, classes: int, learn: Any, ask: Any) -> Any:
    """Return numpy.ndarray, (rows asked, classes): chances of classes, or the number alone."""
    import numpy as np
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    if kind == "category":
        given, asked = _rates(values, truth, classes, learn, ask)
    else:
        given, asked = values[learn][:, None], values[ask][:, None]
    make = DecisionTreeClassifier if classes else DecisionTreeRegressor
    tree = make(max_depth=DEPTH, min_samples_leaf=LEAVES, random_state=0).fit(given.astype(np.float32), truth[learn])
    if not classes:
        return tree.predict(asked.astype(np.float32))[:, None]
    chances = np.zeros((int(ask.sum()), classes))
    chances[:, tree.classes_] = tree.predict_proba(asked.astype(np.float32))
    return chances


def _rates(values: Any, truth: Any, classes: int, learn: Any, ask: Any) -> tuple[Any, Any]:
    """Return the mean target of each row's category, learned from the rows that learn."""
    import numpy as np

    known = np.where(np.isnan(values), -1.0, values)
    _, codes = np.unique(known, return_inverse=True)
    size = int(codes.max()) + 1
    counts = np.bincount(codes[learn], minlength=size)
    targets = [truth == each for each in range(1 if classes == 2 else 0, classes)] if classes else [truth]
    columns = []
    for each in targets:
        sums = np.bincount(codes[learn], each[learn].astype(np.float64), minlength=size)
        columns.append((sums + PRIOR * each[learn].mean()) / (counts + PRIOR))
    rates = np.stack(columns, axis=1)[codes]
    return rates[learn], rates[ask]


def _auc(positive: Any, score: Any) -> float:
    from scipy.stats import rankdata

    ranks = rankdata(score)
    count = int(positive.sum())
    return float((ranks[positive].sum() - count * (count + 1) / 2) / (count * (len(positive) - count)))
