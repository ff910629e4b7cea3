"""The metrics by name: chosen, checked against the problem, computed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wrangle.bundle.asking import Problem
from wrangle.errors import TrainingError, did_you_mean
from wrangle.sections.train import Train
from wrangle.training.answers import Answers
from wrangle.training.metric import ALIASES, DEFAULTS, METRICS, Metric

MANY = 100_000
"""Rows above which the fast form of a metric is taken: the same number, without scikit-learn's checks and sorting of
the same rows for each metric."""


def canonical(name: str) -> str:
    """Return a metric's own name.

    Examples
    --------
    >>> canonical("neg_root_mean_squared_error"), canonical("f1")
    ('rmse', 'f1')

    Raises
    ------
    TrainingError
        There is no such metric; the message names the closest.
    """
    plain = name.removeprefix("neg_")
    plain = ALIASES.get(plain, plain)
    if plain not in METRICS:
        raise TrainingError(f"there is no metric {name!r}; {did_you_mean(name, [*METRICS, *ALIASES])}")
    return plain


def fitting(problem: Problem, *, probabilities: bool = True, truth: bool = True) -> tuple[str, ...]:
    """Return the names of the metrics that fit a problem."""
    return tuple(
        metric.name
        for metric in METRICS.values()
        if problem in metric.problems and _has(metric, problem, probabilities, truth)
    )


def _has(metric: Metric, problem: Problem, probabilities: bool, truth: bool) -> bool:
    ranks_classes = metric.needs == "scores" and problem == "multiclass"
    lacks = not probabilities and (metric.needs_probabilities or ranks_classes)
    return not lacks and (truth or not metric.needs_truth)


def defaults(problem: Problem, *, probabilities: bool = True, truth: bool = True) -> tuple[str, ...]:
    """Return the metrics usual for a problem, the deciding one first.

    Parameters
    ----------
    problem : str
    probabilities : bool
        Whether the estimator gives probabilities.
    truth : bool
        Whether a target is known.

    Examples
    --------
    >>> defaults("regression")
    ('rmse', 'mae', 'r2')
    >>> defaults("anomaly", truth=False)
    ('share_flagged',)
    """
    fit = fitting(problem, probabilities=probabilities, truth=truth)
    return tuple(name for name in DEFAULTS[problem] if name in fit)


def check_metrics(
    names: Iterable[str], problem: Problem, *, probabilities: bool = True, truth: bool = True
) -> tuple[str, ...]:
    """Return metrics by their own names, each once, having found that they fit.

    Parameters
    ----------
    names : iterable of str
    problem : str
    probabilities : bool
        Whether the estimator gives probabilities.
    truth : bool
        Whether a target is known.

    Raises
    ------
    TrainingError
        There is no such metric, or it does not fit the problem or the estimator; the message says which would.
    """
    found = dict.fromkeys((canonical(name), name) for name in names)
    for name, written in found:
        _refuse_misfit(METRICS[name], written, problem, probabilities=probabilities, truth=truth)
    return tuple(dict.fromkeys(name for name, _ in found))


def _refuse_misfit(metric: Metric, written: str, problem: Problem, *, probabilities: bool, truth: bool) -> None:
    others = ", ".join(fitting(problem, probabilities=probabilities, truth=truth))
    if problem not in metric.problems:
        fits = " and ".join(metric.problems)
        raise TrainingError(f"metric {written!r} fits {fits} only; for {problem} use one of: {others}")
    if metric.needs_truth and not truth:
        raise TrainingError(f"metric {written!r} needs a target; without one use one of: {others}")
    if not _has(metric, problem, probabilities, truth):
        raise TrainingError(
            f"metric {written!r} needs probabilities, which the estimator does not give: set `calibrate: sigmoid`, "
            f"take another estimator, or use one of: {others}"
        )


def names_of(train: Train, problem: Problem, *, probabilities: bool = True, truth: bool = True) -> tuple[str, ...]:
    """Return all metrics that a training is to measure, the deciding one first, having found that they fit.

    Parameters
    ----------
    train : Train
        Names them in `metrics`, `accept` and `search`.
    problem : str
    probabilities : bool
        Whether the estimator gives probabilities.
    truth : bool
        Whether a target is known.

    Raises
    ------
    TrainingError
        There is no such metric, or it does not fit the problem or the estimator; the message says which would.
    """
    for name in train.accept:
        if name.startswith("neg_"):
            raise TrainingError(
                f"`accept` names {name!r}: write {canonical(name)!r}, whose values are positive and better when small"
            )
    named: Sequence[str] = train.metrics or defaults(problem, probabilities=probabilities, truth=truth)
    searched = [train.search.metric] if train.search and train.search.metric else []
    wanted = [*named, *searched, *train.accept]
    try:
        return check_metrics(wanted, problem, probabilities=probabilities, truth=truth)
    except TrainingError as error:
        raise TrainingError(f"{error}{_taken_for(train, problem, wanted)}") from error


def _taken_for(train: Train, problem: Problem, wanted: Iterable[str]) -> str:
    """Return how to say what is asked, where metrics of classes are wanted and the target was taken for a number."""
    is_guessed = train.problem == "auto" and train.target is not None and problem == "regression"
    known = [METRICS[own] for name in wanted if (own := ALIASES.get(name, name)) in METRICS]
    if not is_guessed or not any("binary" in each.problems for each in known):
        return ""
    help_ = "say `problem: binary` if its values are classes"
    return f"; the target {train.target!r} is taken for a measured number: {help_}"


def score(name: str, given: Answers) -> float:
    """Return a metric of some answers; NaN where it cannot be told from these rows, as when one class is missing.

    Parameters
    ----------
    name : str
    given : Answers

    Raises
    ------
    TrainingError
        There is no such metric, or the answers do not hold what it needs.
    """
    metric = METRICS[canonical(name)]
    if not len(given):
        return float("nan")
    if not can(metric, given):
        what = {"probabilities": "probabilities", "scores": "probabilities or scores"}.get(metric.needs, "a target")
        raise TrainingError(f"metric {name!r} needs {what}, which this model does not give; name another in `metrics`")
    if metric.replica is not None and len(given) > MANY:
        weight = given.ones if given.weight is None else given.weight
        return metric.replica(given)(weight)
    return metric.scoring(given)


def can(metric: Metric, given: Answers) -> bool:
    """Return whether answers hold what a metric needs."""
    if metric.needs_truth and given.truth is None:
        return False
    if metric.needs == "probabilities" or (metric.needs == "scores" and given.classes > 2):
        return given.said.probabilities is not None
    return metric.needs != "scores" or given.score is not None


def gain(name: str, given: Answers) -> float:
    """Return a metric turned so that greater is better, as a search needs it; see `score`."""
    return METRICS[canonical(name)].turned(score(name, given))
