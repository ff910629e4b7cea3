"""Searches the options of a training's estimator by cross-validation inside its training part."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wrangle.bundle.encoding import Encoding
from wrangle.training.answers import answers
from wrangle.training.fitting import fit, model_of
from wrangle.training.folds import Fold, folds_of
from wrangle.training.journal import Journal
from wrangle.training.metrics import gain, names_of
from wrangle.training.part import NONE, PARTS, Part
from wrangle.training.prepare import prepare
from wrangle.training.search import run_search
from wrangle.training.split import Division
from wrangle.training.trial import Found
from wrangle.training.work import Work, encoding_of, precision_of


@dataclass(frozen=True)
class Tuned:
    """What the search decided; without a search, nothing."""

    options: Mapping[str, Any] = field(default_factory=dict)
    """The best options beside those of the rule file."""
    metric: str | None = None
    """What decided."""
    found: Found | None = None

    def describe(self) -> dict[str, Any] | None:
        """Return method, metric and trials as plain JSON values; None without a search."""
        if self.found is None:
            return None
        trials = [trial.describe() for trial in self.found.trials]
        return {"method": self.found.method, "metric": self.metric, "trials": trials}


def tune(work: Work) -> Tuned:
    """Search the options that `search:` names, in folds of the training part.

    Raises
    ------
    TrainingError
        There are too few rows for the folds, or no combination could be measured.
    """
    search, section, target = work.section.search, work.section, work.prepared.target
    if search is None or work.recipe.choice is None:
        return Tuned()
    training, how = work.parts["training"], work.prepared.division.how
    folds = folds_of(training, how, search.folds, work.split, classes=bool(target.classes), seed=section.seed)
    metric = search.metric or names_of(section, target.problem, truth=section.target is not None)[0]
    found = run_search(
        search, folds, lambda options, fold: _worth(work, metric, options, fold), seed=section.seed,
        journal=Journal(work.request.journal, _about(work, metric)),
        progress=lambda done, total: work.request.say("search", done, total),
    )  # fmt: skip
    return Tuned(found.best, metric, found)


def _about(work: Work, metric: str) -> str:
    """Return a digest of all that the value of options depends on beside the rows of a fold."""
    import numpy as np

    recipe, training = work.recipe, work.parts["training"]
    steps = work.request.pipeline.digest if work.prepared.refits else ""
    said = [recipe.name, recipe.choice and recipe.choice.options, str(recipe.class_weight), recipe.early_stopping,
            metric, work.section.seed, work.encoding.describe(), steps]  # fmt: skip
    total = hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode())
    for column in (training.target, training.weight, *training.matrix.T):
        total.update(b"|" if column is None else np.ascontiguousarray(column).data)
    return total.hexdigest()


def _worth(work: Work, metric: str, options: Mapping[str, Any], fold: Fold) -> float:
    """Return how good options are on a fold; greater is better."""
    encoding, learn, test = fold_parts(work, fold)
    fitted = fit(work.recipe, encoding, learn, None, options)
    model = model_of(work.recipe, encoding, fitted, work.prepared.target)
    return gain(metric, answers(model, test, seed=work.section.seed))


def fold_parts(work: Work, fold: Fold) -> tuple[Encoding, Part, Part]:
    """Return the encoding of a fold, the rows to learn from and those to measure on.

    Where a step learned from the target, they come from a pipeline that learned from the fold's own training rows
    alone.

    Parameters
    ----------
    work : Work
    fold : Fold
        Places in the training part.
    """
    learn, test = (work.parts["training"].take(places) for places in fold)
    return _refitted(work, learn, test) if work.prepared.refits else (work.encoding, learn, test)


def _refitted(work: Work, learn: Part, test: Part) -> tuple[Encoding, Part, Part]:
    import numpy as np

    codes = np.full(len(work.prepared.division.codes), NONE, np.uint8)
    codes[learn.rows], codes[test.rows] = PARTS.index("training"), PARTS.index("test")
    division = Division(codes, work.prepared.division.how)
    precision = precision_of(work.section, work.request.estimator)
    session = work.request.session(work.input)
    prepared = prepare(session, work.section, division, precision)
    prepared.target = work.prepared.target
    encoding = encoding_of(prepared, work.recipe, work.prepared.features)
    parts = prepared.parts(encoding)
    return encoding, parts["training"], parts["test"]
