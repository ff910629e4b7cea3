"""Searches the options of a training's estimator by cross-validation inside its training part."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wrangle.bundle.encoding import Encoding
from wrangle.training.folds import Fold, folds_of
from wrangle.training.journal import Journal, Value
from wrangle.training.metrics import names_of
from wrangle.training.part import NONE, PARTS, Part
from wrangle.training.prepare import prepare
from wrangle.training.search import run_search
from wrangle.training.split import Division
from wrangle.training.trial import Found
from wrangle.training.work import Work, encoding_of, precision_of
from wrangle.training.worth import Afar, Judge, Trying


@dataclass(frozen=True)
class Tuned:
    """What the search decided; without a search, nothing."""

    options: Mapping[str, Any] = field(default_factory=dict)
    """The best options beside those of the rule file."""
    metric: str | None = None
    """What decided."""
    found: Found | None = None
    notes: tuple[str, ...] = ()
    """What was done that the rule file does not say."""

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
    measure, at_once, notes = _measure(work, Judge(work.recipe, target, metric, section.seed))
    found = run_search(
        search, folds, measure, seed=section.seed, at_once=at_once,
        journal=Journal(work.request.journal, _about(work, metric)),
        progress=lambda done, total: work.request.say("search", done, total),
    )  # fmt: skip
    return Tuned(found.best, metric, found, notes)


def _measure(work: Work, judge: Judge) -> tuple[Value, int, tuple[str, ...]]:
    """Return what tells the worth of options, how many of its answers can be had at once, and why so, in words."""
    tasks = work.request.tasks
    if tasks is None:
        return (lambda options, fold: _worth(work, judge, options, fold)), 1, ()
    if reason := _stays(work):
        note = f"the search runs on this machine, not on {tasks.name}: {reason}"
        return (lambda options, fold: _worth(work, judge, options, fold)), 1, (note,)
    measure = Afar(tasks, Trying(judge, work.encoding, work.parts["training"]))
    return measure, tasks.slots, ()


def _stays(work: Work) -> str | None:
    """Return why a search cannot leave this machine; None where it can."""
    if work.prepared.refits:
        return "a step learns from the target, so that the rows of each fold are cleaned anew"
    if work.prepared.gatherer.on_disk:
        return "the rows lie on disk, as they are more than memory holds"
    return None


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


def _worth(work: Work, judge: Judge, options: Mapping[str, Any], fold: Fold) -> float:
    """Return how good options are on a fold; greater is better."""
    return judge.gain(options, *fold_parts(work, fold))


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
