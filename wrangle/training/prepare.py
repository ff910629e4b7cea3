"""Takes raw data to the parts of a model: divided first, then cleaned, then gathered into matrices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

import polars as pl

from wrangle.bundle.encoding import Encoding, Feature, Precision
from wrangle.bundle.model import label_text
from wrangle.engine.ops import AskOp, LayoutOp, WindowOp
from wrangle.engine.parted import PartedResult, raw_columns, run_parts
from wrangle.engine.pipeline import Pipeline
from wrangle.engine.plan import Request, resolve
from wrangle.engine.session import Session
from wrangle.errors import SchemaError, TrainingError, did_you_mean
from wrangle.schema import ColumnInfo, Family, Schema, family
from wrangle.sections.train import Split, Train
from wrangle.sources.input import Input
from wrangle.steps.base import Learned, Selector, matching
from wrangle.training.matrix import Gatherer, Wanted
from wrangle.training.part import PARTS, Part, PartName
from wrangle.training.split import Division, divide
from wrangle.training.target import Target

Progress = Callable[[int], None]
FAMILIES: tuple[Family, ...] = ("number", "boolean", "text")
"""The types of columns that can be features."""


@dataclass
class Prepared:
    """Clean rows in their parts, ready to be made into matrices."""

    result: PartedResult
    division: Division
    gatherer: Gatherer
    features: tuple[str, ...]
    refits: bool = False
    """Whether a step learned from the target, so that each fold needs a pipeline of its own."""
    made_of_target: tuple[str, ...] = ()
    """Features whose value in a row is made of the target of that row."""
    target: Target = field(default_factory=lambda: Target("regression"))

    def values(self) -> dict[PartName, pl.Series]:
        """Return the target's values of each part, as they stand in the clean rows."""
        others = {name: self.gatherer.others(name) for name in PARTS}
        return {name: each["__target"] for name, each in others.items() if "__target" in each.columns}

    def leave_unknown(self) -> list[str]:
        """Leave out the rows of a class that no training row has; return what was left out, in words."""
        notes = []
        for name, values in self.values().items():
            unknown = self.target.unknown(values)
            if unknown.any():
                self.gatherer.keep(name, ~unknown)
                classes = _listed([repr(label_text(each)) for each in values.filter(unknown).unique().sort()])
                notes.append(
                    f"{int(unknown.sum()):,} {name} rows are left out, as no training row is of their class: {classes}"
                )
        return notes

    def part(self, name: PartName, encoding: Encoding) -> Part:
        """Return a part with the matrix of an encoding."""
        others = self.gatherer.others(name)
        target = self.target.learned(others["__target"]) if "__target" in others.columns else None
        return self.gatherer.part(name, encoding, target)

    def parts(self, encoding: Encoding) -> dict[PartName, Part]:
        """Return all parts that have rows, and training and test in any case."""
        filled = (name for name in PARTS if name != "validation" or self.gatherer.sides[name].height)
        return {name: self.part(name, encoding) for name in filled}


def column_of(session: Session, name: str) -> pl.Series:
    """Return a column as it is after all steps, for each raw row."""
    return raw_columns(session, [name])[name]


def division_of(session: Session, train: Train, split: Split) -> Division:
    """Divide the raw rows, before anything is learned.

    Raises
    ------
    SchemaError, TrainingError
        The column of the split is not there, or cannot decide.
    """
    numbers = raw_columns(session, [split.by] if split.by else [])
    by = numbers[split.by] if split.by else None
    target = None
    if by is None and split.stratify and train.target is not None:
        target = _classes(session, train.target)
    division = divide(split, by, numbers.height, train.seed, target)
    if division.how == "random":
        _refuse_windows(session)
    return division


def _classes(session: Session, target: str) -> pl.Series | None:
    """Return the target to stratify by; None where it is no class, or waits for other steps."""
    try:
        values = column_of(session, target)
    except SchemaError:
        return None
    return None if values.dtype.is_float() or values.n_unique() > 1000 else values


def _refuse_windows(session: Session) -> None:
    for op in session.plan().ops:
        if isinstance(op, WindowOp):
            raise TrainingError(
                f"train: {op.origin.label} looks at the rows before and after, and a random split tears them apart: "
                "split by time or by a group (`split: {by: ...}`)"
            )


def prepare(
    session: Session, train: Train, division: Division, precision: Precision, *, on_disk: Callable[[int], bool]
) -> Prepared:
    """Learn from the training rows, clean all rows, and gather what a model needs of them.

    Parameters
    ----------
    session : Session
        Of the raw data; nothing is learned yet, or all of it.
    train : Train
    division : Division
    precision : str
        The numbers of the matrices.
    on_disk : callable
        Is given the bytes that the matrices take; tells whether they are kept on disk.

    Raises
    ------
    TrainingError
        A feature is not there, all missing, or infinite.
    """
    session.parts = division.codes
    made: list[Gatherer] = []

    def consume(batch: pl.DataFrame) -> None:
        if not made:
            wanted = wanted_of(session, train, batch.schema, precision)
            size = len(division.codes) * len(wanted.features) * (4 if precision == "float32" else 8)
            made.append(Gatherer(wanted, division.codes, on_disk=on_disk(size)))
        made[0].take(batch)

    try:
        result = run_parts(session, consume)
        gatherer = made[0]
        _hold_usable(gatherer)
    except BaseException:
        for each in made:
            each.close()
        raise
    after = resolve(Request(session.pipeline, session.schema, session.learned)).after
    features = features_of(session, train, train.features, after)
    leaking = () if train.target is None else made_of(session, train.target, features)
    return Prepared(result, division, gatherer, features, learns_from(session, train.target), leaking)


def hold_columns(session: Session, train: Train) -> None:
    """Hold the columns that `train` names against those that the steps give, before any data is read.

    Raises
    ------
    TrainingError
        One is not there; the message names the closest.
    """
    plan = session.plan()
    resolve(Request(session.pipeline, session.schema, session.learned, serving=True))  # or the model could not answer
    patterns = [each for op in plan.ops for each in op.writes]
    selectors = [train.features, train.slices, train.key, *(each.features for each in train.compare.values())]
    named = [name for each in selectors if each is not None for name in each.names or ()]
    for name in filter(None, (train.target, train.weight, train.split.by, *named)):
        if name not in plan.after and not any(fnmatchcase(name, each) for each in patterns):
            raise TrainingError(f"train: there is no column {name!r} after all steps: {did_you_mean(name, plan.after)}")


def wanted_of(session: Session, train: Train, schema: Mapping[str, pl.DataType], precision: Precision) -> Wanted:
    """Return what is to be gathered of each clean row: the features of all models, and what goes with them."""
    plan = resolve(Request(session.pipeline, session.schema, session.learned))
    after = {name: ColumnInfo(schema[name], info.unit) for name, info in plan.after.items()}
    chosen = features_of(session, train, train.features, after)
    for variant in train.compare.values():
        if variant.features is not None:
            more = features_of(session, train, variant.features, after)
            chosen = tuple(dict.fromkeys((*chosen, *more)))
    slices = () if train.slices is None else matching(train.slices, (), after)
    return Wanted(
        features=tuple(_feature(name, after[name]) for name in chosen),
        precision=precision,
        target=train.target,
        weight=train.weight,
        by=train.split.by,
        slices=slices,
        key=keys_of(train, after),
    )


def keys_of(train: Train, after: Schema) -> tuple[str, ...]:
    """Return the key columns."""
    return () if train.key is None else matching(train.key, (), after)


def _feature(name: str, info: ColumnInfo) -> Feature:
    text = info.dtype is not None and family(info.dtype) == "text"
    return Feature(name, "category" if text else "number")


def features_of(session: Session, train: Train, selector: Selector, after: Schema) -> tuple[str, ...]:
    """Return the columns that a selector chooses as features.

    Raises
    ------
    TrainingError
        One is not there, is no number, truth value or text, is the target or its key, or is not there when serving.
    """
    served = resolve(Request(session.pipeline, session.schema, session.learned, serving=True)).after
    never = {train.target, train.weight, *keys_of(train, after)}
    chosen = matching(selector, FAMILIES, after)
    if selector.names is None:
        by_time = train.split.by if train.split.how != "random" else None
        found = tuple(name for name in chosen if name not in never and name in served and name != by_time)
        if not found:
            raise TrainingError("train: no column is left as a feature: name them in `features`")
        return found
    for name in chosen:
        _hold_feature(name, never, after, served)
    return chosen


def _hold_feature(name: str, never: set[str | None], after: Schema, served: Schema) -> None:
    if name not in after:
        raise TrainingError(f"train: there is no column {name!r} for a feature: {did_you_mean(name, after)}")
    dtype = after[name].dtype
    if dtype is not None and family(dtype) not in FAMILIES:
        raise TrainingError(
            f"train: the feature {name!r} is a time: make numbers of it with `cyclical` or `derive`, or leave it out"
        )
    if name in never:
        raise TrainingError(f"train: {name!r} is the target, the weight or a key, and a feature: leave it out of one")
    if name not in served:
        raise TrainingError(
            f"train: the feature {name!r} is made by a step `at: training`: it is not there when serving; leave it out"
        )


def _hold_usable(gatherer: Gatherer) -> None:
    side = gatherer.sides["training"]
    if not side.height and side.without_target:
        raise TrainingError(
            f"train: no training row has a value in the target {gatherer.wanted.target!r}: look at the steps that make "
            "it (`wrangle preview`), and at `split`"
        )
    if not side.height:
        raise TrainingError(
            "train: no training row is left after cleaning: look at the quarantine of `wrangle run`, and at `split`"
        )
    _hold_weights(gatherer)
    names = [each.name for each in gatherer.wanted.features]
    if empty := [name for name in names if not side.known[name]]:
        raise TrainingError(
            f"train: no training row has a value in {_listed(empty)}: leave it out of `features`, or look at the steps "
            "that make it (`wrangle preview`)"
        )
    counts = {name: sum(each.infinite[name] for each in gatherer.sides.values()) for name in names}
    if infinite := {name: count for name, count in counts.items() if count}:
        said = _listed([f"{name} ({count:,} values)" for name, count in infinite.items()])
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


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def learns_from(session: Session, target: str | None) -> bool:
    """Tell whether a fitted step asked about the target."""
    if target is None:
        return False
    plan = resolve(Request(session.pipeline, session.schema))
    return any(isinstance(op, AskOp) and target in op.reads for op in plan.ops)


def made_of(session: Session, target: str, features: Sequence[str]) -> tuple[str, ...]:
    """Return the features whose value in a row is made of the target of that row: it is not there when serving.

    Parameters
    ----------
    session : Session
        With all that was learned.
    target : str
    features : sequence of str
    """
    made = {target}
    for op in resolve(Request(session.pipeline, session.schema, session.learned, serving=True)).ops:
        if isinstance(op, LayoutOp):
            made = {new for new, old in op.layout.items() if old in made}
        elif made & op.reads and not isinstance(op, AskOp):
            made.update(op.writes)
    return tuple(name for name in features if name in made)


def again(pipeline: Pipeline, input_: Input, learned: Mapping[int, Learned] | None = None) -> Session:
    """Return a session of the same data from the start; with what was learned, nothing is learned anew."""
    return Session(pipeline, input_, dict(learned or {}))
