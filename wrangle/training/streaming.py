"""Trains batch by batch from a matrix on disk, where it would not fit into memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from wrangle.bundle.encoding import Encoding
from wrangle.errors import TrainingError
from wrangle.training.fitting import serial, weights_of
from wrangle.training.part import Part
from wrangle.training.recipe import MODEL, Recipe

BLOCK = 100_000
"""Rows that are in memory at a time."""
EPOCHS = 5
"""How often the rows are gone through, in an order of blocks drawn anew each time."""


def fit_streaming(
    recipe: Recipe,
    encoding: Encoding,
    training: Part,
    options: Mapping[str, Any] | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Any:
    """Return an estimator with `partial_fit`, fitted batch by batch; features are brought to one scale before.

    A missing value counts as the mean of its column. The order of the rows inside a block, and of the blocks in each
    epoch, is drawn by the seed.

    Parameters
    ----------
    recipe : Recipe
        Of an estimator that `streams`.
    encoding : Encoding
    training : Part
        Its matrix may be on disk.
    options : mapping, optional
    progress : callable, optional
        Is told the blocks that are done, and how many there are.

    Raises
    ------
    TrainingError
        The estimator cannot learn batch by batch.
    """
    if not recipe.streams:
        raise TrainingError(f"train: {recipe.name} cannot learn batch by batch")
    import numpy as np
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler()
    for begin in range(0, len(training), BLOCK):
        scaler.partial_fit(np.ascontiguousarray(training.matrix[begin : begin + BLOCK]))
    filler = SimpleImputer(strategy="constant", fill_value=0.0, keep_empty_features=True)
    filler.fit(scaler.transform(training.matrix[:1]))
    recipe = _weighed(recipe, training)
    made = recipe.make(encoding, options)
    model = made.named_steps[MODEL] if hasattr(made, "named_steps") else made
    more = {} if recipe.problem == "regression" or training.target is None else {"classes": np.unique(training.target)}
    blocks = -(-len(training) // BLOCK)
    for done, (matrix, target, weight) in enumerate(_blocks(recipe, training), 1):
        ready = filler.transform(scaler.transform(matrix))
        weighted = {} if weight is None else {"sample_weight": weight}
        try:
            model.partial_fit(
                ready, *(() if target is None else (target,)), **(more if target is not None else {}), **weighted
            )
        except (ValueError, TypeError) as error:
            raise TrainingError(f"train: {recipe.name} cannot learn batch by batch: {error}") from error
        if progress is not None:
            progress(done, blocks * EPOCHS)
    return serial(Pipeline([("scale", scaler), ("fill", filler), (MODEL, model)]))


def _weighed(recipe: Recipe, training: Part) -> Recipe:
    """Return the recipe with the weights of balanced classes, which one block does not tell."""
    if recipe.class_weight != "balanced" or training.target is None:
        return recipe
    import numpy as np

    classes, counts = np.unique(training.target, return_counts=True)
    weights = len(training) / (len(classes) * counts)
    return replace(recipe, class_weight=dict(zip(classes.tolist(), weights.tolist(), strict=True)))


def _blocks(recipe: Recipe, training: Part) -> Iterator[tuple[Any, Any, Any]]:
    import numpy as np

    draw = np.random.default_rng(recipe.seed)
    begins = np.arange(0, len(training), BLOCK)
    for _ in range(EPOCHS):
        for begin in draw.permutation(begins):
            part = training.take(slice(begin, begin + BLOCK))
            order = draw.permutation(len(part))
            weight = weights_of(recipe, part)
            target = None if part.target is None else part.target[order]
            yield part.matrix[order], target, None if weight is None else weight[order]
