"""Trains a model by a rule file: divide, clean, gather, search, fit, evaluate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from wrangle.bundle.bundle import Bundle
from wrangle.engine.data import Data, open_data
from wrangle.engine.executor import executor_of
from wrangle.engine.pipeline import Pipeline
from wrangle.errors import TrainingError
from wrangle.sections.engine import Engine
from wrangle.sections.train import Train
from wrangle.training.account import facts
from wrangle.training.beside import beside
from wrangle.training.evaluate import evaluate
from wrangle.training.fitted import fitted_model
from wrangle.training.request import Request, Say
from wrangle.training.samples import raw_samples
from wrangle.training.sharing import hold_workers, told
from wrangle.training.spread import stays
from wrangle.training.trained import Trained
from wrangle.training.tuning import tune
from wrangle.training.upfront import check
from wrangle.training.work import Work, at_work


def train(  # noqa: PLR0913  # options by name, as in the field's libraries
    pipeline: Pipeline,
    data: Data = None,
    *,
    estimator: Any = None,
    champion: Bundle | None = None,
    journal: Path | None = None,
    rules: Mapping[str, str] | None = None,
    curve: bool = True,
    held: Any | None = None,
    say: Say | None = None,
    engine: Engine | None = None,
) -> Trained:
    """Train a model by the `train:` section of a rule file.

    Parameters
    ----------
    pipeline : Pipeline
        What `wrangle.load` gives.
    data : frame, path or source, optional
        Without it the `source` of the rule file.
    estimator : object, optional
        Your own, with `fit(X, y)` and `predict(X)`, in place of the one that the rule file names. X is a
        numpy.ndarray, (rows, columns), float64, missing values NaN; y the numbers of the classes, or the values.
    champion : Bundle, optional
        The model that serves now: both are measured on the same test rows.
    journal : path, optional
        A file that keeps the trials of the search, so that one that was stopped goes on.
    rules : mapping, optional
        Path -> text of the rule files, for the bundle; made from the pipeline where not given.
    curve : bool
        Whether a learning curve is drawn.
    held : numpy.ndarray, optional, (raw rows,), uint8
        Which rows are held out for the test (2), or are in no part (255), in place of what `split` says; 0 for all
        others, of which validation is taken as `split` says.
    say : callable, optional
        Is told a stage, how much of it is done, and how much there is (0: not known).
    engine : Engine, optional
        On which cluster rows are cleaned and the search runs, in place of the `engine:` of the rule file.

    Returns
    -------
    Trained

    Raises
    ------
    TrainingError
        Target, features, split, estimator, search or metrics do not fit; the message says what to change.
    ClusterError
        The cluster cannot be reached, or its workers died.
    SourceError, SchemaError, StatisticError, RunFailedError
        See `wrangle.errors`.

    Examples
    --------
    >>> import polars as pl
    >>> from wrangle.rulefile.read import read_text
    >>> pipeline = read_text('''
    ... name: shop
    ... train: {target: sold, features: [price], estimator: linear}
    ... ''')
    >>> table = pl.DataFrame({"price": [float(n) for n in range(100)], "sold": [n < 50 for n in range(100)]})
    >>> train(pipeline, table, curve=False).metrics["test"]["roc_auc"]["value"]
    1.0
    """
    if not isinstance(pipeline, Pipeline):
        raise TrainingError(f"{type(pipeline).__name__} is no pipeline: pass `wrangle.load(path)` of a rule file")
    section = pipeline.sections.get("train")
    if not isinstance(section, Train):
        raise TrainingError(f"the rule file {pipeline.name!r} has no `train:` section: say what to predict from what")
    more = {} if say is None else {"say": say}
    check(section, estimator)
    hold_workers(section, engine or pipeline.sections.get("engine"), estimator)
    with executor_of(pipeline, engine, journal) as executor, open_data(pipeline, data) as input_:
        request = Request(pipeline, data, estimator, champion, journal, rules or {}, curve, held, executor, **more)
        with at_work(request, section, input_) as work:
            return _trained(work)


def _trained(work: Work) -> Trained:
    tuned = tune(work)
    model = fitted_model(work, tuned.options)
    other = beside(work, model, tuned.options)
    evaluation = evaluate(model, work.parts, work.section, beside=other, seed=work.section.seed)
    evaluation = replace(evaluation, remarks=(*evaluation.remarks, *told(work.request.tasks, work.recipe)))
    work.request.say("evaluate", 1, 1)
    golden, samples = raw_samples(work, model)
    return Trained(
        pipeline=work.prepared.result.fitted,
        model=model,
        evaluation=evaluation,
        facts=facts(work, tuned, evaluation.describe()),
        rules=work.request.rules or {f"{work.request.pipeline.name}.yaml": ""},
        golden=golden,
        samples=samples,
        notes=(*work.notes, *tuned.notes, *stays(work.request.tasks, work.recipe)),
        more={"train": work.section.model_dump(mode="json", exclude_defaults=True)},
    )
