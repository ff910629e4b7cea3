"""Trains a model by a rule file: divide, clean, gather, search, fit, evaluate."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.bundle.bundle import Bundle
from wrangle.bundle.encoding import Encoding
from wrangle.bundle.manifest import made_by
from wrangle.bundle.model import Model, label_text
from wrangle.engine.data import Data, open_data
from wrangle.engine.pipeline import Pipeline
from wrangle.engine.session import Session
from wrangle.errors import TrainingError, did_you_mean
from wrangle.reports.facts import ReportFacts
from wrangle.reports.learned import learned_tables
from wrangle.sections.train import Costs, Train
from wrangle.sources.input import Input
from wrangle.training.answers import answers
from wrangle.training.contender import Contender, contender
from wrangle.training.estimators import SHORT, choose, find
from wrangle.training.evaluate import evaluate
from wrangle.training.evaluation import Beside
from wrangle.training.fitting import calibrated, cheapest_threshold, fit, model_of
from wrangle.training.folds import Fold, folds_of
from wrangle.training.leaks import Leak, leaks
from wrangle.training.metrics import gain, names_of
from wrangle.training.part import NONE, PARTS, Part, PartName
from wrangle.training.prepare import Prepared, division_of, hold_columns, prepare
from wrangle.training.recipe import Recipe, recipe_of, usual_early_stopping
from wrangle.training.search import Found, Journal, check_parameters, run_search
from wrangle.training.split import Division
from wrangle.training.streaming import fit_streaming
from wrangle.training.target import Target, expected, understand
from wrangle.training.trained import Trained

GOLDEN_ROWS = 2000
"""Raw rows of the test part among which golden records are chosen."""
CURVE_ROWS = 300_000
"""Training rows beyond which no learning curve is drawn: it fits several times more."""
SEARCHED = 200_000
"""Training rows that a search looks at, at most."""

Say = Callable[[str, int, int], None]
"""Is told a stage, how much of it is done, and how much there is (0: not known)."""


@dataclass(frozen=True)
class Request:
    """What to train."""

    pipeline: Pipeline
    data: Data = None
    """Frame, path or source; without it the `source` of the rule file."""
    estimator: Any = None
    """An object of your own with `fit` and `predict`, in place of the `estimator` of the rule file."""
    champion: Bundle | None = None
    """The model that serves now: both are measured on the same test rows."""
    journal: Path | None = None
    """A file that keeps the trials of the search, so that one that was stopped goes on."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """Rule file, and those that it includes: path -> text, for the bundle."""
    curve: bool = True
    """Whether a learning curve is drawn."""
    say: Say = lambda stage, done, total: None  # noqa: ARG005


def train(  # noqa: PLR0913  # options by name, as in the field's libraries
    pipeline: Pipeline,
    data: Data = None,
    *,
    estimator: Any = None,
    champion: Bundle | None = None,
    journal: Path | None = None,
    rules: Mapping[str, str] | None = None,
    curve: bool = True,
    say: Say | None = None,
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
    say : callable, optional
        Is told a stage, how much of it is done, and how much there is (0: not known).

    Returns
    -------
    Trained

    Raises
    ------
    TrainingError
        Target, features, split, estimator, search or metrics do not fit; the message says what to change.
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
    section = pipeline.sections.get("train")
    if not isinstance(section, Train):
        raise TrainingError(f"the rule file {pipeline.name!r} has no `train:` section: say what to predict from what")
    more = {} if say is None else {"say": say}
    request = Request(pipeline, data, estimator, champion, journal, rules or {}, curve, **more)
    check(section, estimator)
    with open_data(pipeline, data) as input_:
        return _Training(request, section, input_).trained()


def check(section: Train, estimator: Any = None) -> None:
    """Hold what can be held before any data is read: estimators, their options, the search, metrics.

    Raises
    ------
    TrainingError
        Something may not be named, is not known, or does not fit.
    """
    if section.target is None:
        understand(section, {})
    kind = None if estimator is not None else expected(section)
    problem: Any = section.problem if section.problem != "auto" else None
    if problem is None and kind is not None:
        problem = "binary" if kind == "classes" else kind
    if problem is not None:
        names_of(section, problem, truth=section.target is not None)
    for name, options in _named(section, estimator):
        if problem is not None:
            choose(name, problem, options).make()
        else:
            _hold_options(name, options)
    if section.search is not None and estimator is None:
        check_parameters(section.search, _known(section.estimator), section.estimator)


def _known(name: str) -> list[str]:
    """Return the options of all estimators that a name may stand for; none where any option is taken."""
    classes = {each: find(each) for each in (SHORT[name].values() if name in SHORT else (name,))}
    if any(not each.startswith("sklearn.") for each in classes):
        return []
    return sorted({option for each in classes.values() for option in each().get_params(deep=False)})


def _hold_options(name: str, options: Mapping[str, Any]) -> None:
    """Hold options against all estimators that a short name may stand for, while the problem is not known."""
    known = _known(name)
    for option in options:
        if known and option not in known:
            raise TrainingError(f"train: {name} has no option {option!r}: {did_you_mean(option, known)}")


def _named(section: Train, estimator: Any) -> list[tuple[str, Mapping[str, Any]]]:
    variants = section.compare.values()
    own = [] if estimator is not None else [(section.estimator, section.options)]
    return own + [(each.estimator, each.options) for each in variants if each.estimator is not None]


class _Training:
    """One training at work."""

    def __init__(self, request: Request, section: Train, input_: Input) -> None:
        self.request, self.section, self.input = request, section, input_
        self.notes: list[str] = []
        self.found: Found | None = None

    def session(self) -> Session:
        total = self.input.rows or 0
        return Session(self.request.pipeline, self.input, progress=lambda rows: self.request.say("clean", rows, total))

    # the stages

    def trained(self) -> Trained:
        """Go through all stages."""
        self.prepared = self._prepare()
        try:
            return self._trained()
        finally:
            self.prepared.gatherer.close()

    def _trained(self) -> Trained:
        self.recipe = self._recipe()
        self.encoding = self._encoding(self.recipe, self.prepared.features)
        self.parts = self.prepared.parts(self.encoding)
        self._hold_sizes()
        self.options = self._search()
        model = self._model()
        evaluation = evaluate(model, self.parts, self.section, beside=self._beside(model), seed=self.section.seed)
        self.request.say("evaluate", 1, 1)
        facts = self._facts(evaluation.describe())
        rules = self.request.rules or {f"{self.request.pipeline.name}.yaml": ""}
        golden = self._golden()
        more = {"train": self.section.model_dump(mode="json", exclude_defaults=True)}
        fitted = self.prepared.result.fitted
        return Trained(fitted, model, evaluation, facts, rules, golden, tuple(self.notes), more)

    def _prepare(self) -> Prepared:
        session = self.session()
        hold_columns(session, self.section)
        split = self.section.split
        if not split.validation and self._needs_validation():
            share = round(min(0.1, (1 - split.test) / 4), 3)
            split = split.model_copy(update={"validation": share})
            self.notes.append(f"validation: {share:.0%} of the rows are taken from training, for what `train` asks")
        division = division_of(session, self.section, split)
        self.split = split
        prepared = prepare(session, self.section, division, self._precision(), on_disk=self._on_disk)
        try:
            prepared.target = understand(self.section, prepared.values())
        except TrainingError:
            prepared.gatherer.close()
            raise
        self.notes += prepared.leave_unknown()
        left = sum(each.without_target for each in prepared.gatherer.sides.values())
        if left:
            self.notes.append(f"{left:,} clean rows without a target are left out")
        return prepared

    def _needs_validation(self) -> bool:
        section = self.section
        boosting = section.early_stopping is True or (section.early_stopping is None and self._may_stop_early())
        return section.calibrate != "none" or isinstance(section.threshold, Costs) or boosting

    def _may_stop_early(self) -> bool:
        """Tell whether the estimator stops early by itself on so many rows."""
        named = "" if self.request.estimator is not None else self.section.estimator
        full = SHORT[named].get("classes", "") if named in SHORT else named
        rows = self.input.rows
        return (
            "HistGradientBoosting" in full and (rows is not None and rows > 10_000) and self.section.target is not None
        )

    def _precision(self) -> Any:
        named = [self.section.estimator, *(each.estimator for each in self.section.compare.values() if each.estimator)]
        boosting = any(each == "auto" or "HistGradientBoosting" in each for each in named)
        return "float64" if boosting or self.request.estimator is not None else "float32"

    def _on_disk(self, size: int) -> bool:
        limit = memory_limit(self.section.memory)
        if size <= limit:
            return False
        named = self.section.estimator
        streams = self.request.estimator is None and named not in SHORT and hasattr(find(named), "partial_fit")
        if not streams:
            raise TrainingError(
                f"train: the matrix takes {size / 2**30:.1f} GB, and {limit / 2**30:.1f} GB may be used: name fewer "
                "features, an estimator that learns batch by batch (sklearn.linear_model.SGDClassifier, SGDRegressor, "
                "sklearn.neural_network.MLPClassifier, sklearn.naive_bayes.GaussianNB), or raise `memory`"
            )
        self.notes.append(
            f"the matrix of {size / 2**30:.1f} GB does not fit into {limit / 2**30:.1f} GB: it lies on disk, and "
            f"{named} learns batch by batch"
        )
        return True

    def _recipe(self) -> Recipe:
        section, target = self.section, self.prepared.target
        estimator = self.request.estimator if self.request.estimator is not None else section.estimator
        options = {} if self.request.estimator is not None else section.options
        recipe = self._made(estimator, options)
        gives = recipe.choice is None or hasattr(recipe.make(Encoding(())), "predict_proba")
        gives = gives or section.calibrate != "none"
        names_of(section, target.problem, probabilities=gives, truth=section.target is not None)
        if section.search is not None and recipe.choice is not None:
            known = sorted(recipe.choice.cls().get_params(deep=False)) if recipe.choice.library == "sklearn" else []
            check_parameters(section.search, known, recipe.name)
        self.notes += recipe.prepares
        return recipe

    def _made(self, estimator: Any, options: Mapping[str, Any]) -> Recipe:
        weights = _class_weights(self.section, self.prepared.target)
        target = self.prepared.target
        recipe = recipe_of(estimator, target.problem, options, seed=self.section.seed, class_weight=weights)
        return replace(recipe, early_stopping=self.section.early_stopping)

    def _encoding(self, recipe: Recipe, features: Sequence[str]) -> Encoding:
        return self.prepared.gatherer.encoding(features, recipe.style, recipe.precision, recipe.max_levels)

    def _hold_sizes(self) -> None:
        for name, part in self.parts.items():
            if len(part) < 2:
                raise TrainingError(
                    f"train: the {name} part has {len(part)} rows after cleaning: look at the quarantine, or at `split`"
                )

    # the search

    def _search(self) -> Mapping[str, Any]:
        search = self.section.search
        if search is None or self.recipe.choice is None:
            return {}
        training = self.parts["training"]
        folds = folds_of(
            training, self.prepared.division.how, search.folds, self.split,
            classes=bool(self.prepared.target.classes), seed=self.section.seed,
        )  # fmt: skip
        metric = names_of(self.section, self.prepared.target.problem, truth=self.section.target is not None)[0]
        self.metric = search.metric or metric
        self.found = run_search(
            search, folds, self._measure, seed=self.section.seed,
            journal=Journal(self.request.journal, self._searched(training)),
            progress=lambda done, total: self.request.say("search", done, total),
        )  # fmt: skip
        return self.found.best

    def _searched(self, training: Part) -> str:
        """Return a digest of all that the value of options depends on beside the rows of a fold."""
        import numpy as np

        recipe, section = self.recipe, self.section
        steps = self.request.pipeline.digest if self.prepared.refits else ""
        said = [recipe.name, recipe.choice and recipe.choice.options, str(recipe.class_weight), recipe.early_stopping,
                self.metric, section.seed, self.encoding.describe(), steps]  # fmt: skip
        total = hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode())
        columns = [training.target, training.weight, *training.matrix.T]
        for column in columns:
            total.update(b"|" if column is None else np.ascontiguousarray(column).data)
        return total.hexdigest()

    def _measure(self, options: Mapping[str, Any], fold: Fold) -> float:
        encoding, learn, test = self._fold_parts(fold)
        fitted = fit(self.recipe, encoding, learn, None, options)
        model = model_of(self.recipe, encoding, fitted, self.prepared.target)
        return gain(self.metric, answers(model, test, seed=self.section.seed))

    def _fold_parts(self, fold: Fold) -> tuple[Encoding, Part, Part]:
        training = self.parts["training"]
        learn, test = (training.take(places) for places in fold)
        return self._refitted(learn, test) if self.prepared.refits else (self.encoding, learn, test)

    def _refitted(self, learn: Part, test: Part) -> tuple[Encoding, Part, Part]:
        """Return the fold's parts from a pipeline that learned from the fold's own training rows alone."""
        import numpy as np

        codes = np.full(len(self.prepared.division.codes), NONE, np.uint8)
        codes[learn.rows], codes[test.rows] = PARTS.index("training"), PARTS.index("test")
        division = Division(codes, self.prepared.division.how)
        prepared = prepare(self.session(), self.section, division, self._precision(), on_disk=lambda _: False)
        prepared.target = self.prepared.target
        encoding = prepared.gatherer.encoding(
            self.prepared.features, self.recipe.style, self.recipe.precision, self.recipe.max_levels
        )
        parts = prepared.parts(encoding)
        return encoding, parts["training"], parts["test"]

    # the model

    def _model(self) -> Model:
        self.request.say("fit", 0, 1)
        estimator = self._fitted(self.recipe, self.encoding, self.parts, self.options)
        model = model_of(self.recipe, self.encoding, estimator, self.prepared.target)
        self.request.say("fit", 1, 1)
        if self.section.calibrate != "none":
            validation = self.parts.get("validation")
            model = replace(model, estimator=calibrated(estimator, self.section.calibrate, validation))
        return replace(model, threshold=self._threshold(model))

    def _fitted(
        self, recipe: Recipe, encoding: Encoding, parts: Mapping[PartName, Part], options: Mapping[str, Any]
    ) -> Any:
        if self.prepared.gatherer.on_disk:
            tell = lambda done, total: self.request.say("fit", done, total)  # noqa: E731
            return fit_streaming(recipe, encoding, parts["training"], options, progress=tell)
        validation = parts.get("validation") if usual_early_stopping(recipe) else None
        return fit(recipe, encoding, parts["training"], validation, options)

    def _threshold(self, model: Model) -> float:
        wanted = self.section.threshold
        if wanted is None or model.positive is None:
            return model.threshold
        if not isinstance(wanted, Costs):
            return wanted
        validation = self.parts.get("validation")
        if validation is None:
            raise TrainingError("train: `threshold` by costs needs validation rows: set `split: {validation: 0.1}`")
        said = model.predict(validation.matrix)
        if said.probabilities is None:
            raise TrainingError(f"train: {self.recipe.name} gives no probabilities to choose a `threshold` by costs")
        is_positive = validation.target == model.positive
        return cheapest_threshold(said.probabilities[:, model.positive], is_positive, wanted, validation.weight)

    # beside the model

    def _beside(self, model: Model) -> Beside:
        training, test = self.parts["training"], self.parts["test"]
        keys = {name: self.prepared.gatherer.keys(name) for name in self.parts} if self.section.key else None
        named = leaks(training, test, self.encoding, problem=model.problem, keys=keys, seed=self.section.seed)
        compared = tuple(self._variant(name, model) for name in self.section.compare)
        curve = self.request.curve and len(training) <= CURVE_ROWS and not self.prepared.gatherer.on_disk
        return Beside(
            champion=self._champion(model),
            compared=compared,
            refit=self._refit if curve and self.section.target is not None else None,
            things=self._things(),
            chosen=self.options,
            leaks=(*self._made_of_target(), *named),
        )

    def _made_of_target(self) -> tuple[Leak, ...]:
        names = self.prepared.made_of_target
        if not names:
            return ()
        text = (
            f"the steps make {', '.join(map(repr, names))} of the target {self.section.target!r}, which is not there "
            "when serving: leave them out of `features`"
        )
        return (Leak("target", names, 1.0, text),)

    def _things(self) -> dict[PartName, pl.DataFrame]:
        """Return the key columns of each part's rows but for the time."""
        if self.section.key is None:
            return {}
        keys = {name: self.prepared.gatherer.keys(name) for name in self.parts}
        return {name: frame.drop(self.section.split.by or (), strict=False) for name, frame in keys.items()}

    def _refit(self, part: Part) -> Model:
        fitted = fit(self.recipe, self.encoding, part, None, self.options)
        return model_of(self.recipe, self.encoding, fitted, self.prepared.target)

    def _variant(self, name: str, model: Model) -> Contender:
        variant = self.section.compare[name]
        estimator = variant.estimator or self.section.estimator
        recipe = self._made(estimator, variant.options or ({} if variant.estimator else self.section.options))
        features = self.prepared.features
        if variant.features is not None:
            features = tuple(each.name for each in self._chosen(variant.features))
        encoding = self._encoding(recipe, features)
        parts = self.prepared.parts(encoding)
        options = self.options if variant.estimator is None and not variant.options else {}
        other = model_of(recipe, encoding, self._fitted(recipe, encoding, parts, options), self.prepared.target)
        self.request.say("compare", 1, 1)
        return contender(
            name, other, parts["test"].matrix, model.classes, note=f"{recipe.name} on {', '.join(features)}"
        )

    def _chosen(self, selector: Any) -> list[Any]:
        from wrangle.schema import schema_of
        from wrangle.steps.base import matching

        wanted = self.prepared.gatherer.wanted.features
        frame = pl.DataFrame(
            schema={each.name: pl.String() if each.kind == "category" else pl.Float64() for each in wanted}
        )
        names = matching(selector, (), schema_of(frame))
        return [each for each in wanted if each.name in names]

    def _champion(self, model: Model) -> Contender | None:
        bundle = self.request.champion
        if bundle is None:
            return None
        from wrangle.training.measured import test_answers

        return test_answers(bundle, self.input, self.prepared.division.codes, self.parts["test"], model.classes)

    # what is told

    @cached_property
    def _summary(self) -> Mapping[str, Any]:
        return self.prepared.result.summary

    def _facts(self, metrics: Mapping[str, Any]) -> ReportFacts:
        from datetime import UTC, datetime

        pipeline, division, section = self.request.pipeline, self.prepared.division, self.section
        rows = {name: vars(each) for name, each in self.prepared.result.rows.items()}
        learned = learned_tables(pipeline, self.prepared.result.fitted.learned)
        split = {"how": division.how, **section.split.model_dump(exclude_defaults=True), "from": dict(division.borders)}
        search = None
        if self.found is not None:
            trials = [trial.describe() for trial in self.found.trials]
            search = {"method": self.found.method, "metric": self.metric, "trials": trials}
        rules = {"file": next(iter(self.request.rules), f"{pipeline.name}.yaml"), "sha256": pipeline.digest}
        return ReportFacts(
            name=section.model_name or pipeline.name,
            metrics=metrics,
            description=pipeline.description,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            estimator=self.recipe.name,
            options=_plain({**section.options, **self.options} if self.request.estimator is None else {}),
            features=self.prepared.features,
            split=_plain(split),
            rows=rows,
            learned=learned,
            search=search,
            dataset=self._summary["lineage"]["inputs"],
            rules=rules,
            seed=section.seed,
            parent=None if self.request.champion is None else self.request.champion.digest,
            made_by=made_by(self.recipe.choice.cls() if self.recipe.choice else self.recipe.own),
        )

    def _golden(self) -> pl.DataFrame:
        """Return raw rows of the test part, those that are rejected among them."""
        import numpy as np

        places = np.flatnonzero(self.prepared.division.codes == PARTS.index("test"))
        draw = np.random.default_rng(self.section.seed)
        some = np.sort(draw.choice(places, min(len(places), GOLDEN_ROWS), replace=False))
        numbers = pl.LazyFrame({"__row": some.astype(np.uint32)})
        raw = self.input.frame.with_row_index("__row").join(numbers, on="__row", how="semi", maintain_order="left")
        return raw.drop("__row").collect(engine="streaming")


def _plain(value: Any) -> Any:
    """Return options as JSON values."""
    return json.loads(json.dumps(value, default=str))


def _class_weights(section: Train, target: Target) -> Any:
    given = section.class_weight
    if given is not None and not target.classes:
        raise TrainingError(f"train: `class_weight` is for classes, and the problem is {target.problem}: leave it out")
    if given is None or isinstance(given, str):
        return given
    numbers = {target.number(label): weight for label, weight in given.items()}
    if None in numbers:
        texts = [label_text(each) for each in target.classes]
        unknown = next(label for label in given if target.number(label) is None)
        raise TrainingError(f"train: `class_weight`: there is no class {unknown!r}: {did_you_mean(unknown, texts)}")
    return numbers


def memory_limit(text: str | None) -> int:
    """Return how many bytes the matrices may take: what is said, else half of what is free.

    Raises
    ------
    TrainingError
        The text is no size.

    Examples
    --------
    >>> memory_limit("4GB")
    4294967296
    """
    import re

    if text is None:
        import psutil

        return int(psutil.virtual_memory().available // 2)
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMG])i?B?", text.strip(), re.IGNORECASE)
    if match is None:
        raise TrainingError(f"train: `memory: {text}` is no size: write `500MB` or `4GB`")
    return int(float(match[1]) * 1024 ** (1 + "KMG".index(match[2].upper())))
