"""Holds what `train:`, `serve:` and `monitor:` name before anything is trained: else a cycle at night would find it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wrangle.engine.bind import Problem
from wrangle.engine.pipeline import Pipeline
from wrangle.errors import did_you_mean
from wrangle.lint.subject import Subject
from wrangle.rulefile.places import Places
from wrangle.sections.monitor import KINDS, Monitor, terms
from wrangle.sections.serve import Serve
from wrangle.sections.train import Train
from wrangle.training.metric import ALIASES, METRICS

COUNTS = ("labelled", "age")
"""What conditions may compare beside metrics."""


def hold(pipeline: Pipeline, places: Places) -> None:
    """Hold the metrics, columns and conditions that sections name.

    Parameters
    ----------
    pipeline : Pipeline
        As it was read, without faults.
    places : Places
        Where all of it stands.

    Raises
    ------
    RuleFileError
        One is not known; all such are named, each with its place and the closest that is.
    """
    for each in problems(pipeline, places):
        places.faults.add(each.what, places.find(each.section, each.index, each.option, each.value), each.help)
    places.faults.settle()


def problems(pipeline: Pipeline, places: Places) -> Iterator[Problem]:
    """Yield what sections name and there is not."""
    train, serve, monitor = (pipeline.sections.get(name) for name in ("train", "serve", "monitor"))
    if isinstance(train, Train):
        yield from _metrics("train", "metrics", train.metrics)
        yield from _metrics("train", "accept", train.accept)
    if isinstance(monitor, Monitor):
        yield from _metrics("monitor", "quality", monitor.quality.metrics)
        yield from _conditions(monitor)
        yield from _decided_by(monitor, train if isinstance(train, Train) else None)
    if pipeline.contract:
        yield from _columns(Subject(pipeline, places), serve, monitor)


def _metrics(section: str, option: str, names: Iterable[str]) -> Iterator[Problem]:
    known = (*METRICS, *ALIASES)
    for name in names:
        if name.removeprefix("neg_") not in known:
            yield _unknown(section, option, "metric", name, known)


def _conditions(monitor: Monitor) -> Iterator[Problem]:
    known = (*COUNTS, *METRICS)
    for condition in monitor.retrain.when:
        for name, comparison, _ in terms(condition):
            if comparison and name not in known:
                yield _unknown("monitor", "retrain", "metric or count", name, (*known, *KINDS))


def _decided_by(monitor: Monitor, train: Train | None) -> Iterator[Problem]:
    """Yield the metrics by which a challenger is judged that no training measures."""
    named = () if train is None or not train.metrics else (*train.metrics, *train.accept)
    measured = {ALIASES.get(each, each) for each in (name.removeprefix("neg_") for name in named)} or set(METRICS)
    retrain = monitor.retrain
    for name in (*([retrain.metric] if retrain.metric else []), *retrain.tolerate):
        if name not in measured:
            what = f"monitor: 'retrain': {name!r} is not measured by `train`"
            yield Problem("monitor", 0, what, "retrain", name, did_you_mean(name, sorted(measured)))


def _columns(subject: Subject, serve: object, monitor: object) -> Iterator[Problem]:
    raw = tuple(subject.pipeline.contract)
    named = [("serve", "capture", serve.capture.mask)] if isinstance(serve, Serve) else []
    named += [("monitor", "truth", monitor.truth.key)] if isinstance(monitor, Monitor) else []
    yield from (
        _unknown(section, option, "raw column", name, raw)
        for section, option, names in named
        for name in names
        if name not in raw
    )
    if isinstance(monitor, Monitor) and subject.plan is not None:
        yield from _compared(monitor, (*raw, *subject.plan.after))


def _compared(monitor: Monitor, known: tuple[str, ...]) -> Iterator[Problem]:
    drift = monitor.drift
    compared = () if drift.columns == "all" else drift.columns
    for option, names in (("drift", (*compared, *drift.without, *drift.by)), ("quality", monitor.quality.by)):
        for name in names:
            if name not in known:
                yield _unknown("monitor", option, "column", name, known)


def _unknown(section: str, option: str, kind: str, name: str, known: Iterable[str]) -> Problem:
    return Problem(
        section, 0, f"{section}: {option!r}: there is no {kind} {name!r}", option, name, did_you_mean(name, known)
    )
