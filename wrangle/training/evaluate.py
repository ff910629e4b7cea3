"""Measures a model: metrics with intervals, against baseline and champion, and where it fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wrangle.bundle.asking import Problem
from wrangle.bundle.model import Model, label_text
from wrangle.errors import TrainingError
from wrangle.sections.train import Train
from wrangle.training.accept import Found, verdicts
from wrangle.training.answers import answers
from wrangle.training.baseline import baseline
from wrangle.training.bootstrap import LEAST, LIMIT, Draws, Measured, draws, resample
from wrangle.training.contender import Contender
from wrangle.training.diagrams import calibration, confusion, curves, residuals
from wrangle.training.evaluation import Beside, Compared, Diagrams, Evaluation
from wrangle.training.importance import Importance, importance, sample
from wrangle.training.learning_curve import LearningCurve, learning_curve
from wrangle.training.metric import METRICS
from wrangle.training.metrics import can, fitting, names_of
from wrangle.training.part import PARTS, Part, PartName
from wrangle.training.remarks import Seen, remarks
from wrangle.training.slices import slices


def evaluate(
    model: Model, parts: Mapping[PartName, Part], train: Train, *, beside: Beside | None = None, seed: int = 0
) -> Evaluation:
    """Measure a model on rows that it did not learn from.

    Parameters
    ----------
    model : Model
    parts : mapping
        With `training` and `test`; matrices are those of the model's encoding.
    train : Train
        Names metrics, limits, baseline and slices.
    beside : Beside, optional
        Champion, variants, what the learning curve needs.
    seed : int
        Decides all that is drawn.

    Raises
    ------
    TrainingError
        There are no test rows, their target holds NaN, or a metric or baseline does not fit the problem.
    """
    return _Evaluating(model, parts, train, beside or Beside(), seed).evaluation()


class _Evaluating:
    """One evaluation: what its parts share."""

    def __init__(self, model: Model, parts: Mapping[PartName, Part], train: Train, beside: Beside, seed: int) -> None:
        for name in ("training", "test"):
            if not len(parts[name]):
                raise TrainingError(f"the {name} part has no rows: change `split`, or look at the quarantine")
        self.model, self.parts, self.train, self.beside, self.seed = model, parts, train, beside, seed
        self.test = answers(model, parts["test"], seed=seed)
        self.names = self._names()
        self.draws = draws(parts["test"], train.split, seed=seed)
        self.ours = resample(self.test, self.names, self.draws)

    def _names(self) -> tuple[str, ...]:
        problem: Problem = self.model.problem
        gives = self.test.said.probabilities is not None
        named = names_of(self.train, problem, probabilities=gives, truth=self.test.truth is not None)
        names = tuple(name for name in named if can(METRICS[name], self.test))
        return names or fitting(problem, probabilities=False, truth=False)

    def evaluation(self) -> Evaluation:
        """Return all that is found."""
        base = baseline(self.train, self.parts, self.test, self.names[0], self.beside.things)
        against = None if base is None else self._against(Contender(*base))
        champion = None if self.beside.champion is None else self._against(self.beside.champion)
        metrics = {name: self._part(name) for name in PARTS if name in self.parts and len(self.parts[name])}
        over, features = against.ours if against else {}, self._importance()
        found = Found(metrics["test"], over, champion.ours if champion else None)
        seen = Seen(self.names[0], metrics, against.metrics if against else {}, over, features, self.beside.chosen)
        return Evaluation(
            model=self.model,
            names=self.names,
            rows={name: len(part) for name, part in self.parts.items()},
            metrics=metrics,
            intervals=_how(self.draws),
            baseline=against,
            champion=champion,
            compared=tuple(self._against(each) for each in self.beside.compared),
            verdicts=tuple(verdicts(self.train, found)),
            slices=tuple(slices(self.parts["test"], self.test, self.names[0], self.train.split, seed=self.seed)),
            importance=tuple(features),
            learning_curve=self._curve(),
            diagrams=self._diagrams(),
            leaks=self.beside.leaks,
            remarks=tuple(remarks(self.model, self.parts, self.train, seen)),
        )

    def _part(self, name: PartName) -> Mapping[str, Measured]:
        if name == "test":
            return {metric: self.ours.measured(metric) for metric in self.ours.values}
        part = sample(self.parts[name], LIMIT, self.seed)
        drawn = draws(part, self.train.split, seed=self.seed, times=0 if name == "training" else self.draws.times)
        found = resample(answers(self.model, part, seed=self.seed), self.names, drawn)
        return {metric: found.measured(metric) for metric in found.values}

    def _against(self, other: Contender) -> Compared:
        given, ours, drawn = self.test, self.ours, self.draws
        if other.index is not None:
            given = given.take(other.index)
            drawn = draws(self.parts["test"].take(other.index), self.train.split, seed=self.seed)
            ours = resample(given, self.names, drawn)
        theirs = resample(replace(given, said=other.said), self.names, drawn)
        metrics = {name: theirs.measured(name) for name in theirs.values}
        both = {name: ours.gain_over(theirs, name) for name in metrics if name in ours.values}
        return Compared(other.name, other.note, len(given), metrics, both)

    def _importance(self) -> list[Importance]:
        if self.model.problem == "clustering" or self.test.truth is None:
            return []
        return importance(self.model, self.parts["test"], self.names[0], seed=self.seed)

    def _curve(self) -> LearningCurve:
        training, test = self.parts["training"], self.parts["test"]
        return learning_curve(self.names[0], self.beside.refit, training, test, seed=self.seed)

    def _diagrams(self) -> Diagrams:
        labels = [label_text(each) for each in self.model.classes] or ["usual", "anomaly"]
        return Diagrams(
            calibration(self.test) if self.test.truth is not None else None,
            confusion(self.test, labels),
            curves(self.test, labels),
            residuals(self.test),
        )


def _how(drawn: Draws) -> str:
    """Return how intervals were found, in words."""
    if drawn.units < LEAST:
        return "no intervals: too few rows, groups or blocks"
    looked = f", looking at {len(drawn.rows):,} rows" if drawn.of > drawn.units else ""
    return f"95 %, percentile bootstrap, {drawn.times:,} draws of {drawn.how}{looked}, seed {drawn.seed}"
