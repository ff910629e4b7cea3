"""Takes raw data to the parts of a model: divided first, then cleaned, then gathered into matrices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from wrangle.bundle.encoding import Encoding, Precision
from wrangle.bundle.model import label_text
from wrangle.engine.parted import PartedResult, run_parts
from wrangle.engine.plan import Request, resolve
from wrangle.engine.session import Session
from wrangle.sections.train import Train
from wrangle.training.choosing import features_of, wanted_of
from wrangle.training.matrix import Gatherer
from wrangle.training.part import PARTS, Part, PartName
from wrangle.training.reach import learns_from, made_of
from wrangle.training.side import Wanted
from wrangle.training.split import Division
from wrangle.training.target import Target
from wrangle.training.usable import hold_usable, listed


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
                self.gatherer.sides[name].keep(~unknown)
                classes = listed([repr(label_text(each)) for each in values.filter(unknown).unique().sort()])
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


def prepare(
    session: Session,
    train: Train,
    division: Division,
    precision: Precision,
    *,
    on_disk: Callable[[Wanted, pl.DataFrame], bool] = lambda wanted, batch: False,  # noqa: ARG005
    learns: bool = True,
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
    on_disk : callable, optional
        Is given what is gathered, and the first clean rows; tells whether the matrices are kept on disk.
    learns : bool
        Whether a model is to learn from these rows; one that has learned is also asked about features without a value.

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
            made.append(Gatherer(wanted, division.codes, on_disk=on_disk(wanted, batch)))
        made[0].take(batch)

    try:
        result = run_parts(session, consume)
        gatherer = made[0]
        hold_usable(gatherer, learns=learns)
    except BaseException:
        for each in made:
            each.close()
        raise
    after = resolve(Request(session.pipeline, session.schema, session.learned)).after
    features = features_of(session, train, train.features, after)
    leaking = () if train.target is None else made_of(session, train.target, features)
    return Prepared(result, division, gatherer, features, learns_from(session, train.target), leaking)
