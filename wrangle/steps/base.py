"""The kinds of step, and the types that options are annotated with.

A step is a frozen pydantic model. Its annotations say which options name columns that are read, which name new
ones, in which unit and range: reading, faults, JSON schema, reference page, lineage and tests are derived from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, reduce
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar, get_args

import polars as pl
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr

from wrangle.schema import Family, Schema, TypeName, family, type_name
from wrangle.statistics.base import Statistic

M = TypeVar("M")


@dataclass(frozen=True)
class Reads:
    """Marks an option that names a column which the step reads; `families` says of which types it may be."""

    families: tuple[Family, ...] = ()
    to_learn: bool = False
    """Whether the step reads it when it is fitted alone: a target, which is not there when serving."""


@dataclass(frozen=True)
class Writes:
    """Marks an option that names a column which the step makes."""


@dataclass(frozen=True)
class Sql:
    """Marks an option whose text is a SQL expression (or condition) over the columns."""

    condition: bool = False


@dataclass(frozen=True)
class Unit:
    """The unit in which a column is read or made, by its pint name: `degC`, `%`, `m/s`."""

    name: str


@dataclass(frozen=True)
class Between:
    """The range, ends included, in which a value is meaningful; the option type of a formula's input."""

    low: float
    high: float


@dataclass(frozen=True)
class Served:
    """Marks an option that names columns which must be there when serving, where steps `at: training` are left out."""


@dataclass(frozen=True)
class InFolder:
    """Marks an option that is the path of a file, relative to the rule file that names it."""


class Plain(str):
    """Text that stood unquoted in a rule file: `5` may mean a number where a plain scalar is asked for."""

    __slots__ = ()


class Selector(BaseModel):
    """Columns chosen by name, by glob (`temp_*`), by type or by unit. Without any of them: all that fit the step."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: tuple[str, ...] | None = None
    """Names and globs."""

    type: TypeName | None = None
    """All columns of this type."""

    unit: str | None = None
    """All columns of this unit."""


def as_selector(value: Any) -> Any:
    """Return what may stand for a selector as its options: a name, `all`, a list of names."""
    if isinstance(value, str):
        return {} if value == "all" else {"names": (str(value),)}
    if isinstance(value, Sequence):
        return {"names": tuple(value)}
    return {} if value is None else value


def _as_number_or_text(value: Any) -> Any:
    return from_plain(value) if isinstance(value, Plain) else value


def from_plain(text: str) -> bool | int | float | str:
    """Return what unquoted text means by the core schema of YAML 1.2: a truth value, a number, or itself.

    References
    ----------
    YAML 1.2.2, section 10.3.2, tag resolution.

    Examples
    --------
    >>> [from_plain(text) for text in ("true", "0o17", "0x1F", "-.inf", "1e3", "1_000", "inf", "NO")]
    [True, 15, 31, -inf, 1000.0, '1_000', 'inf', 'NO']
    """
    if re.fullmatch("true|True|TRUE|false|False|FALSE", text):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if match := re.fullmatch(r"0(o[0-7]+|x[0-9a-fA-F]+)", text):
        return int(match[0], 0)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    if re.fullmatch(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", text):
        return float(text.replace(".", ""))
    return str(text)


Column = Annotated[str, Reads()]
"""The name of a column of any type."""
TextColumn = Annotated[str, Reads(("text",))]
"""The name of a column of text."""
NumberColumn = Annotated[str, Reads(("number",))]
"""The name of a column of numbers."""
TimeColumn = Annotated[str, Reads(("time",))]
"""The name of a column of dates or times."""
Columns = Annotated[Selector, BeforeValidator(as_selector), Reads()]
"""Columns of any type, by name, glob, type or unit."""
TextColumns = Annotated[Selector, BeforeValidator(as_selector), Reads(("text",))]
"""Columns of text."""
NumberColumns = Annotated[Selector, BeforeValidator(as_selector), Reads(("number",))]
"""Columns of numbers."""
NewColumn = Annotated[str, Writes()]
"""The name of a column that the step makes."""
Condition = Annotated[str, Sql(condition=True)]
"""A SQL condition: true, false or null for each row."""
Scalar = Annotated[bool | int | float | str, BeforeValidator(_as_number_or_text)]
"""A number, a truth value or a text: unquoted 5 is a number, quoted "5" a text."""
DataFile = Annotated[Path, InFolder()]
"""The path of a file, relative to the rule file."""
Otherwise = Literal["keep", "null", "quarantine", "drop", "warn", "fail"]
"""What becomes of what does not fit: the whole vocabulary; a step allows some of it."""

Learned = Mapping[str, Any]
"""What a fitted step keeps: plain JSON values, and reference tables as frames."""


def markers(annotation: Any, metadata: Sequence[Any] = ()) -> Iterator[Any]:
    """Yield the marks (`Reads`, `Unit`, ...) of an annotation, those inside a union too."""
    yield from metadata
    yield from getattr(annotation, "__metadata__", ())
    for inner in get_args(annotation):
        if not isinstance(inner, str):
            yield from markers(inner)


@cache
def marked(cls: type[BaseModel]) -> Mapping[str, tuple[Any, ...]]:
    """Return option -> its marks, of every option of a model.

    Examples
    --------
    >>> from wrangle.steps.text.trim import Trim
    >>> marked(Trim)["where"]
    (Sql(condition=True),)
    """
    return {
        name: tuple(dict.fromkeys(m for m in markers(field.annotation, field.metadata) if _is_mark(m)))
        for name, field in cls.model_fields.items()
    }


@cache
def options_with(cls: type[BaseModel], kind: type) -> tuple[str, ...]:
    """Return the options of a model that have a kind of mark."""
    return tuple(option for option, marks in marked(cls).items() if any(isinstance(m, kind) for m in marks))


def _is_mark(value: object) -> bool:
    return isinstance(value, (Reads, Writes, Sql, Unit, Between, Served, InFolder))


def mark(cls: type[BaseModel], option: str, kind: type[M]) -> M | None:
    """Return one kind of mark of an option, or None."""
    return next((m for m in marked(cls)[option] if isinstance(m, kind)), None)


def names_of(value: Any) -> tuple[str, ...]:
    """Return the column names in an option's value: one name, several, a selector's, or none."""
    if value is None:
        return ()
    if isinstance(value, Selector):
        return value.names or ()
    return (value,) if isinstance(value, str) else tuple(value)


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


def matching(selector: Selector, families: Sequence[Family], schema: Schema) -> tuple[str, ...]:
    """Return the names of the columns that a selector chooses, in the table's order for globs.

    A plain name is returned whether the table has it or not, so that the caller can tell the user.

    Examples
    --------
    >>> import polars as pl
    >>> from wrangle.schema import ColumnInfo
    >>> table = {"a_x": ColumnInfo(pl.String()), "a_y": ColumnInfo(pl.Float64()), "b": ColumnInfo(pl.String())}
    >>> matching(Selector(names=("a_*", "c")), (), table)
    ('a_x', 'a_y', 'c')
    >>> matching(Selector(type="string"), (), table)
    ('a_x', 'b')
    """

    def fits(name: str) -> bool:
        info = schema[name]
        if selector.unit is not None and info.unit != selector.unit:
            return False
        if info.dtype is None:
            return selector.type is None
        if selector.type is not None and type_name(info.dtype) != selector.type:
            return False
        return not families or family(info.dtype) in families

    if selector.names is None:
        return tuple(name for name in schema if fits(name))
    chosen: dict[str, None] = {}
    for pattern in selector.names:
        chosen.update(dict.fromkeys(_by_pattern(pattern, schema, fits)))
    return tuple(chosen)


def _by_pattern(pattern: str, schema: Schema, fits: Any) -> list[str]:
    if pattern in schema or not any(sign in pattern for sign in "*?["):
        return [pattern]
    return [name for name in schema if fnmatchcase(name, pattern) and fits(name)]
