"""The kinds of step.

A step is a frozen pydantic model; what its options mean stands in their annotations, see `wrangle.steps.options`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any, ClassVar, Literal, Self

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from wrangle.statistics.base import Statistic
from wrangle.steps.options import (
    Between,
    Condition,
    DataFile,
    Reads,
    Unit,
    Writes,
    mark,
    marked,
    names_of,
    options_with,
)

Learned = Mapping[str, Any]
"""What a fitted step keeps: plain JSON values, and reference tables as frames."""


class Typed(BaseModel):
    """A step or check: the engine tells it the types of the columns before it."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    _types: Mapping[str, pl.DataType] = PrivateAttr(default_factory=dict)

    def typed(self, types: Mapping[str, pl.DataType]) -> Self:
        """Return it with the types of the columns before it: what the engine tells it."""
        told = self.model_copy()
        told._types = types  # noqa: SLF001  # its own copy
        return told

    def dtype(self, name: str) -> pl.DataType:
        """Return the type of a column before it; text where the engine has not told."""
        return self._types.get(name, pl.String())


class Step(Typed):
    """What every step is: options, a keyword, and the columns it reads and writes."""

    shorthand: ClassVar[str | None] = None
    """The option that a bare value stands for: `- filter: "x > 0"`."""

    gathers: ClassVar[str | None] = None
    """The option that takes all keys which are no option: `- rename: {old: new}`."""

    name: str | None = Field(default=None, min_length=1)
    """A name for messages and the audit; the step's keyword where none is given."""

    at: Literal["always", "training"] = "always"
    """`training`: the step is skipped when serving."""

    @classmethod
    def keyword(cls) -> str:
        """Return the step's keyword in rule files: the name of its file."""
        return cls.__module__.rsplit(".", 1)[-1]

    @property
    def label(self) -> str:
        """The step's name in messages and in the audit."""
        return self.name or self.keyword()

    def named(self, kind: type) -> tuple[str, ...]:
        """Return the column names that stand in options with this kind of mark."""
        options = options_with(type(self), kind)
        return tuple(dict.fromkeys(name for option in options for name in names_of(getattr(self, option))))

    def reads(self) -> tuple[str, ...]:
        """Return the names of the columns that the step reads, those of `where` and those to learn from alone apart."""
        marks = {option: mark(type(self), option, Reads) for option in options_with(type(self), Reads)}
        names = (names_of(getattr(self, option)) for option, reads in marks.items() if reads and not reads.to_learn)
        return tuple(dict.fromkeys(name for each in names for name in each))

    def statistics(self) -> Mapping[str, Statistic]:
        """Return what the step wants to know of the training data, by a name of its own choice."""
        return {}

    def learn(self, values: Mapping[str, Any]) -> Learned:
        """Turn the statistics' values (and the files that options name) into what the step keeps."""
        return dict(values)


class ColumnStep(Step):
    """A step that computes columns from columns, row by row: expressions and nothing else.

    A cell that is not null and gets no answer (null) is a *misfit*: what becomes of it, the step's `otherwise` says;
    the engine counts misfits and acts, the step does not.
    """

    cost: ClassVar[float] = 5.0
    """CPU nanoseconds a cell, roughly: tells whether work once per distinct value pays."""

    before_types: ClassVar[bool] = False
    """Whether the step sees text before the contract's types are read: it tidies raw text."""

    overwrites: ClassVar[bool] = False
    """Whether the columns that the step makes may be there already."""

    where: Condition | None = None
    """A SQL condition: only rows for which it is true are touched."""

    @property
    def misfit(self) -> str:
        """What is said of a misfit, as the end of a sentence: "is not a number"."""
        return "does not fit"

    def writes(self, learned: Learned | None = None) -> tuple[str, ...]:
        """Return the names of the columns that `express` gives; globs where only fitting can tell."""
        new = self.named(Writes)
        return new or self.reads_in_place()

    def reads_in_place(self) -> tuple[str, ...]:
        """Return the columns that are rewritten where they stand: those of `column` and `columns`."""
        return tuple(name for option in ("column", "columns") for name in names_of(getattr(self, option, None)))

    def inputs(self) -> tuple[str, ...]:
        """Return the columns whose nulls explain a null result: such a cell is no misfit."""
        return self.reads()

    def units(self) -> Mapping[str, str | None]:
        """Return the units of columns that the step makes or changes, where the step says them."""
        marks = {option: mark(type(self), option, Unit) for option in marked(type(self)) if option != "where"}
        return {
            name: unit.name
            for option, unit in marks.items()
            if unit and mark(type(self), option, Writes)
            for name in names_of(getattr(self, option))
        }

    ways: ClassVar[tuple[str, ...]] = ()
    """The ways in which the step may come by its answer, each in a word, in the order in which they are tried."""

    def explain(self, texts: pl.Series, answered: pl.Series) -> pl.Series | None:
        """Return how the step came by its answer for each text, one of `ways`; null for no answer. None: it has none.

        Parameters
        ----------
        texts : polars.Series, (texts,), String
        answered : polars.Series, (texts,), Boolean
            Whether the step has an answer at all: what is dear need not be worked out again.
        """
        return None

    def scores(self, way: str, texts: pl.Series, answers: pl.Series) -> pl.Series | None:
        """Return how alike texts are to their answers, 0 to 100, by a way that goes by likeness; None: it does not."""
        return None

    def express(self, learned: Learned) -> Sequence[pl.Expr]:
        """Return one expression for each written column, named after it; row-local, without look at other rows."""
        raise NotImplementedError

    def express_training(self, learned: Learned, learned_from: pl.Expr) -> Sequence[pl.Expr] | None:
        """Return what takes the place of `express` in the very run that the step learns in; None: nothing does.

        Parameters
        ----------
        learned : mapping
        learned_from : polars.Expr
            Whether a row is one of those that were learned from. Row numbers stand in the column `__row`.
        """
        return None


class FormulaStep(ColumnStep):
    """A step that is a named formula: also a function of that name in SQL expressions.

    Its options that name columns are the arguments, in order. An argument outside its `Between` gives null.
    """

    otherwise: Literal["null", "quarantine", "fail"] = "null"
    """What becomes of a row whose inputs are outside the formula's valid range."""

    @classmethod
    def formula(cls, *arguments: pl.Expr) -> pl.Expr:
        """Return the formula's expression, without regard to ranges."""
        raise NotImplementedError

    @classmethod
    def arguments(cls) -> tuple[str, ...]:
        """Return the names of the options that are arguments, in order."""
        return options_with(cls, Reads)

    @classmethod
    def evaluate(cls, *arguments: pl.Expr) -> pl.Expr:
        """Return the formula's expression, null where an argument is null, NaN or outside its valid range."""
        ranges = [mark(cls, option, Between) for option in cls.arguments()]
        valid = [value.is_between(each.low, each.high) for value, each in zip(arguments, ranges, strict=True) if each]
        value = cls.formula(*(argument.cast(pl.Float64) for argument in arguments))
        return pl.when(reduce(lambda a, b: a & b, valid)).then(value) if valid else value

    def express(self, learned: Learned) -> Sequence[pl.Expr]:
        """Return the formula over the columns that the options name."""
        columns = [pl.col(getattr(self, option)) for option in self.arguments()]
        return [self.evaluate(*columns).alias(name) for name in self.writes()]


class LayoutStep(Step):
    """A step that chooses, drops, orders or renames columns; it looks at no cell."""

    def layout(self, names: Sequence[str]) -> Mapping[str, str]:
        """Return new name -> present name, in the new order."""
        raise NotImplementedError


class RowStep(Step):
    """A step that keeps some rows and lets others go; `otherwise` says where to."""

    otherwise: Literal["drop", "quarantine"] = "drop"
    """What becomes of the other rows: dropped and counted, or kept in the quarantine."""

    def keep(self, learned: Learned) -> pl.Expr:
        """Return a row-local condition: rows for which it is true stay; false and null go."""
        raise NotImplementedError


class FrameStep(Step):
    """A step that must see all rows of a key together to decide which rows stay."""

    def partition_by(self) -> tuple[str, ...]:
        """Return the columns whose equal values must meet in one part."""
        raise NotImplementedError

    def needs(self) -> Sequence[pl.Expr]:
        """Return what `keep_rows` has to see of each row besides the keys, as named expressions."""
        return ()

    def keep_rows(self, part: pl.DataFrame) -> pl.Series:
        """Return which rows stay.

        Parameters
        ----------
        part : polars.DataFrame, (rows of whole keys, keys + needs + `__row`)
            `__row` is the row's number in the input: the order of the rows here carries no meaning.

        Returns
        -------
        polars.Series, (rows,), Boolean
        """
        raise NotImplementedError


class SourceStep(Step):
    """A step that brings in rows of another file, before all others: where a pipeline learns, not where it answers."""

    table: DataFile
    """The file."""

    def renamed(self) -> Mapping[str, str]:
        """Return the file's name -> the name wanted, of columns that are called otherwise there."""
        return {}


class OrderStep(Step):
    """A step that tells in which order rows leave. It comes after all others: rows have no order but at the end."""

    def order(self) -> Sequence[tuple[str, bool]]:
        """Return the columns that rows are ordered by, each with whether its largest value comes first."""
        raise NotImplementedError


class WindowStep(Step):
    """A step that computes new columns from other rows of the same key: a lag, a window of time.

    One record cannot tell what stands in other rows, so a pipeline that is to serve says `at: training` here.
    """

    def partition_by(self) -> tuple[str, ...]:
        """Return the columns whose equal values must meet in one part; none: all rows are one key."""
        raise NotImplementedError

    def needs(self) -> Sequence[pl.Expr]:
        """Return what `compute` has to see of each row besides the keys, as named row-local expressions."""
        raise NotImplementedError

    def writes(self) -> tuple[str, ...]:
        """Return the names of the columns that `compute` gives."""
        return self.named(Writes)

    def compute(self, part: pl.DataFrame) -> pl.DataFrame:
        """Return the new columns.

        Parameters
        ----------
        part : polars.DataFrame, (rows of whole keys, keys + needs + `__row`)
            `__row` is the row's number in the input: the order of the rows here carries no meaning. Of no rows, the
            columns must have the types that they have of many.

        Returns
        -------
        polars.DataFrame, (rows, `__row` + new columns)
            In any order; rows that are left out get null.

        Raises
        ------
        SchemaError
            The columns are of types that the step cannot work on. It is told when the pipeline is planned.
        """
        raise NotImplementedError
