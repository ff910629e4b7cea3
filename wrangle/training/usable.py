"""Holds what was gathered: rows to train on, weights, features that have values, none of them infinite."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from wrangle.errors import TrainingError
from wrangle.training.matrix import Gatherer


def hold_usable(gatherer: Gatherer, *, learns: bool = True) -> None:
    """Hold what was gathered.

    Parameters
    ----------
    gatherer : Gatherer
    learns : bool
        Whether a model is to learn from the training rows: each feature must have a value then.

    Raises
    ------
    TrainingError
        There is no row to train on, or a weight or feature has values that nothing can be learned from.
    """
    _hold_rows(gatherer)
    _hold_weights(gatherer)
    _hold_features(gatherer, learns=learns)


def _hold_rows(gatherer: Gatherer) -> None:
    side = gatherer.sides["training"]
    if side.height:
        return
    if side.without_target:
        raise TrainingError(
            f"train: no training row has a value in the target {gatherer.wanted.target!r}: look at the steps that make "
            "it (`wrangle preview`), and at `split`"
        )
    raise TrainingError(
        "train: no training row is left after cleaning: look at the quarantine of `wrangle run`, and at `split`"
    )


def _hold_features(gatherer: Gatherer, *, learns: bool) -> None:
    names = gatherer.wanted.names
    if learns and (empty := [name for name in names if not gatherer.sides["training"].known[name]]):
        raise TrainingError(
            f"train: no training row has a value in {listed(empty)}: leave it out of `features`, or look at the steps "
            "that make it (`wrangle preview`)"
        )
    counts = {name: sum(each.infinite[name] for each in gatherer.sides.values()) for name in names}
    if infinite := {name: count for name, count in counts.items() if count}:
        said = listed([f"{name} ({count:,} values)" for name, count in infinite.items()])
        raise TrainingError(f"train: infinite values in {said}: look for a division by zero, or `clip` them")


def _hold_weights(gatherer: Gatherer) -> None:
    if gatherer.wanted.weight is None:
        return
    weights = pl.concat([gatherer.others(name)["__weight"].cast(pl.Float64) for name, side in gatherer.sides.items()
                         if side.height])  # fmt: skip
    bad = int((~(weights.is_finite() & (weights >= 0)).fill_null(value=False)).sum())
    if bad:
        raise TrainingError(
            f"train: {bad:,} rows have no weight, or one below 0, in {gatherer.wanted.weight!r}: `impute` or `clip` it"
        )
    if not gatherer.others("training")["__weight"].sum():
        raise TrainingError(
            f"train: all training rows weigh 0 in {gatherer.wanted.weight!r}: there is nothing to learn"
        )


def listed(names: Sequence[str]) -> str:
    """Return names as a text, the first five of many.

    Examples
    --------
    >>> listed("abcdefg")
    'a, b, c, d, e and 2 more'
    """
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
