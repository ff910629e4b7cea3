"""What a model should not know: features that give the target away, keys, rows that stand on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from wrangle.bundle.asking import Predictions, Problem
from wrangle.bundle.encoding import Encoding
from wrangle.training.answers import Answers
from wrangle.training.importance import columns_of, sample
from wrangle.training.metrics import score
from wrangle.training.part import Part, PartName

ALONE = 0.99
"""AUC or R2 from which on one feature alone predicts the target suspiciously well."""
ROWS = 20_000
"""Rows of either side from which a feature is tried alone."""
LEAVES, DEPTH = 5, 6
"""Least rows in a leaf and depth of the tree of one feature: 64 steps follow any smooth curve to an R2 of .999."""
KEY = 0.95
"""A whole number or text with more different values than this share of the rows looks like a key."""
LEAST = 50
"""Rows below which no key is suspected."""
SAME = 0.01
"""The share of test rows from which on rows that stand in training too are told."""
TRAINING, TEST = 1_000_000, 100_000
"""Rows in which equal rows are looked for."""


@dataclass(frozen=True)
class Leak:
    """One way in which a model may know what it should not."""

    kind: str
    """target (made of it), alone, key, same_key or same_row."""
    features: tuple[str, ...]
    """The features or columns it concerns."""
    number: float
    """What was measured: AUC or R2, the share of different values, or the share of the test rows."""
    text: str
    """What was found and what to do, in a sentence."""

    def describe(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {"kind": self.kind, "features": list(self.features), "number": self.number, "text": self.text}


def leaks(
    training: Part,
    test: Part,
    encoding: Encoding,
    *,
    problem: Problem,
    keys: Mapping[PartName, pl.Series | pl.DataFrame] | None = None,
    seed: int = 0,
) -> list[Leak]:
    """Return the ways in which a model of these parts may know what it should not.

    Parameters
    ----------
    training, test : Part
    encoding : Encoding
        Of their matrices.
    problem : str
    keys : mapping, optional
        Part -> the key columns of its rows, or a hash of them.
    seed : int
        Decides which rows are looked at.

    Returns
    -------
    list of Leak
        Features that alone predict the target first.
    """
    if not len(training) or not len(test):
        return []
    few, others = sample(training, ROWS, seed), sample(test, ROWS, seed)
    found = list(_alone(few, others, encoding, problem, seed))
    found += _keys(few, encoding)
    if keys is not None and {"training", "test"} <= set(keys):
        found += _same_key(keys["training"], keys["test"])
    found += _same_row(sample(training, TRAINING, seed), sample(test, TEST, seed))
    return found


def _alone(training: Part, test: Part, encoding: Encoding, problem: Problem, seed: int) -> Iterator[Leak]:
    """Yield the features that alone predict the target, by a small tree learned on one side and asked on the other."""
    if training.target is None or test.target is None or problem in {"clustering", "anomaly"}:
        return
    name = "r2" if problem == "regression" else "roc_auc"
    found = []
    for feature, columns in zip(encoding.features, columns_of(encoding), strict=True):
        value = _tried(training, test, columns, problem, seed) if columns else 0.0
        if value >= ALONE:
            found.append((value, feature.name))
    for value, given_away in sorted(found, reverse=True):
        text = (
            f"{given_away!r} alone predicts the target with {name} {value:.4f}: it may be made from the target, or "
            "known only after it; leave it out of `features` unless it is there when the model is asked"
        )
        yield Leak("alone", (given_away,), value, text)


def _tried(training: Part, test: Part, columns: Sequence[int], problem: Problem, seed: int) -> float:
    import numpy as np
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    target: Any = training.target
    if len(np.unique(target)) < 2 or len(np.unique(_target(test))) < 2:
        return 0.0  # a constant is known without any feature
    kind = DecisionTreeRegressor if problem == "regression" else DecisionTreeClassifier
    tree = kind(max_depth=DEPTH, min_samples_leaf=LEAVES, random_state=seed)
    tree.fit(_finite(training.matrix[:, columns]), target)
    asked = _finite(test.matrix[:, columns])
    if problem == "regression":
        return score("r2", Answers(problem, test.target, Predictions(tree.predict(asked))))
    classes = int(max(target.max(), _target(test).max())) + 1
    chances = np.zeros((len(test), classes))
    chances[:, tree.classes_.astype(int)] = tree.predict_proba(asked)
    value = score(
        "roc_auc", Answers(problem, test.target, Predictions(chances.argmax(axis=1), chances), classes=classes)
    )
    return 0.0 if np.isnan(value) else value


def _target(part: Part) -> Any:
    return part.target


def _finite(matrix: Any) -> Any:
    """Return rows with infinite values as the greatest that a tree takes."""
    import numpy as np

    return np.clip(matrix, np.finfo(np.float32).min, np.finfo(np.float32).max)


def _keys(training: Part, encoding: Encoding) -> Iterator[Leak]:
    """Yield features that look like a key: whole numbers or texts, nearly all different."""
    import numpy as np

    if len(training) < LEAST:
        return
    for feature, columns in zip(encoding.features, columns_of(encoding), strict=True):
        values = training.matrix[:, columns]
        if feature.kind == "category" and encoding.style == "one_hot":
            different = float((values.sum(axis=0) > 0).sum() / len(training))
        else:
            known = values[np.isfinite(values)]
            whole = len(known) > len(training) // 2 and bool((known == np.round(known)).all())
            different = len(np.unique(known)) / len(training) if whole else 0.0
        if different >= KEY:
            text = (
                f"{feature.name!r} has a value of its own in {different:.0%} of the rows and looks like a key: a model "
                "learns rows by heart from it; name it in `key`, or leave it out of `features`"
            )
            yield Leak("key", (feature.name,), different, text)


def _same_key(training: pl.Series | pl.DataFrame, test: pl.Series | pl.DataFrame) -> Iterator[Leak]:
    """Yield whether rows of test are about things that training knows."""
    ours, theirs = (each.to_frame() if isinstance(each, pl.Series) else each for each in (training, test))
    names = tuple(theirs.columns)
    known = theirs.lazy().join(ours.lazy().unique(), on=names, how="semi", nulls_equal=False)
    rows = known.select(pl.len()).collect().item()
    if rows:
        share = rows / theirs.height
        text = (
            f"{rows:,} test rows ({share:.1%}) have a key that stands in training too: the model may know their "
            "answers by heart; split by the key (`split: {by: ..., how: group}`) unless it is asked about known things"
        )
        yield Leak("same_key", names, share, text)


def _same_row(training: Part, test: Part) -> Iterator[Leak]:
    """Yield whether rows of test stand in training with the same features and target."""
    ours, theirs = _hashes(training), _hashes(test)
    share = int(theirs.is_in(ours.unique().implode()).sum()) / len(theirs)
    if share >= SAME:
        text = (
            f"{share:.1%} of the test rows stand in training too, with the same features"
            f"{'' if test.target is None else ' and target'}: duplicates, or features of few values; if duplicates, "
            "add `deduplicate` to `clean`, or split by what tells things apart"
        )
        yield Leak("same_row", (), share, text)


def _hashes(part: Part) -> pl.Series:
    """Return a hash of each row's features and target."""
    columns = {str(number): pl.Series(part.matrix[:, number]) for number in range(part.matrix.shape[1])}
    if part.target is not None:
        columns["target"] = pl.Series(part.target)
    return pl.DataFrame(columns).hash_rows(seed=0)
