"""Ties the options of one step or check to the columns of a table, and tells what does not fit."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, TypeVar

import polars as pl
from pydantic import BaseModel

from wrangle.checks.base import Check
from wrangle.engine.ops import ROW, Origin
from wrangle.errors import WrangleError, did_you_mean
from wrangle.expressions.formulas import formulas
from wrangle.expressions.sql import parse
from wrangle.schema import ColumnInfo, family, type_name
from wrangle.steps.base import ColumnStep, Step, Typed, WindowStep
from wrangle.steps.options import Reads, Selector, Sql, Unit, Writes, mark, marked, matching, names_of, options_with

Bound = TypeVar("Bound", bound=BaseModel)
Types = Mapping[str, pl.DataType]

AS_WRITTEN = pl.QueryOptFlags.none()
_TIME_AND_TEXT = re.compile(
    r"compare '?date.* to a string|'is_in' cannot check for (Date|Time)\S* values in List\(String"
)
"""What polars says where a date or time is compared with a text."""

_TEXT_AS_NUMBER = re.compile(r"(arithmetic|division|operation)\b.*\b(str|String)\b")
"""What polars says where text is added, divided or given to a function of numbers."""

_SIDES = re.compile(r"dtypes (\S+) and (\S+) .*\(lhs: (.+), rhs: (.+?)\)")
"""The types of both sides, and what stands there."""


@dataclass(frozen=True)
class Problem:
    """One thing that does not fit, with all that is needed to find its place in a rule file."""

    section: str
    """`columns`, `steps` or `expect`."""
    index: int
    """Position in that section of the pipeline."""
    what: str
    option: str | None = None
    """The option that is at fault."""
    value: str | None = None
    """The name in the option's value that is at fault."""
    help: str = ""

    def __str__(self) -> str:
        return self.what + (f"\n  help: {self.help}" if self.help else "")


@dataclass
class Table:
    """What is known of the table at one point of a pipeline."""

    columns: dict[str, ColumnInfo]
    patterns: list[str] = field(default_factory=list)
    """Globs of columns that will be there once a step is fitted."""
    skipped: dict[str, str] = field(default_factory=dict)
    """Column -> the step that would make it, were it not left out when serving."""

    def knows(self, name: str) -> bool:
        """Tell whether a column is there, or may be once steps are fitted."""
        return name in self.columns or any(fnmatchcase(name, pattern) for pattern in self.patterns)

    def is_text(self, name: str) -> bool:
        """Tell whether a column is known to be text."""
        return isinstance(self.columns.get(name, ColumnInfo()).dtype, pl.String)

    def write(self, types: Mapping[str, pl.DataType]) -> None:
        """Note columns that were written; a written column has no known unit unless its type stays."""
        for name, dtype in types.items():
            self.columns[name] = ColumnInfo(dtype, self.columns.get(name, ColumnInfo()).unit)

    def types(self, names: Sequence[str]) -> dict[str, pl.DataType]:
        """Return the types of columns, as far as they are known."""
        return {name: dtype for name in names if (dtype := self.columns.get(name, ColumnInfo()).dtype) is not None}

    def will_have(self, names: Sequence[str]) -> None:
        """Note columns that a step yet to be fitted will write."""
        self.patterns += [name for name in names if "*" in name]
        for name in names:
            if "*" not in name:
                self.columns.setdefault(name, ColumnInfo())

    def set_units(self, units: Mapping[str, str | None]) -> None:
        """Note the units that a step gives to columns."""
        for name, unit in units.items():
            self.columns[name] = ColumnInfo(self.columns.get(name, ColumnInfo()).dtype, unit)

    def skip(self, step: Step) -> None:
        """Note the new columns of a step that is left out."""
        made = step.writes() if isinstance(step, (ColumnStep, WindowStep)) else ()
        self.skipped.update({name: step.label for name in made if name not in self.columns})

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are there, then those of steps that are left out."""
        return (*self.columns, *(name for name in self.skipped if name not in self.columns))

    def lay_out(self, layout: Mapping[str, str]) -> dict[str, str]:
        """Choose, order and rename columns; return the layout of those that are there."""
        there = {new: old for new, old in layout.items() if old in self.columns}
        self.skipped = {new: self.skipped[old] for new, old in layout.items() if new not in there}
        self.columns = {new: self.columns[old] for new, old in there.items()}
        return there


@dataclass(frozen=True)
class Where:
    """A compiled condition and the columns it reads; no expression where there is no condition."""

    expression: pl.Expr | None = None
    reads: tuple[str, ...] = ()


def condition(model: BaseModel) -> Where:
    """Compile the `where:` of a step or check."""
    text = getattr(model, "where", None)
    if text is None:
        return Where()
    parsed = parse(text)
    return Where(parsed.compile(formulas(parsed.functions)), parsed.columns)


def bound(model: Bound, table: Table) -> Bound:
    """Return a step or check whose column selectors name their columns one by one."""
    update: dict[str, Any] = {}
    for option in marked(type(model)):
        value = getattr(model, option)
        if isinstance(value, Selector):
            reads = mark(type(model), option, Reads)
            update[option] = Selector(names=matching(value, reads.families if reads else (), table.columns))
    chosen = model.model_copy(update=update) if update else model
    types = {name: info.dtype for name, info in table.columns.items() if info.dtype is not None}
    return chosen.typed(types) if isinstance(chosen, Typed) else chosen


def parts(step: ColumnStep) -> Iterator[ColumnStep]:
    """Yield the step once for each column that it rewrites in place, or as it is."""
    columns = getattr(step, "columns", None)
    if not isinstance(columns, Selector) or step.named(Writes):
        yield step
        return
    for name in columns.names or ():
        yield step.model_copy(update={"columns": Selector(names=(name,))})


@dataclass
class Trials:
    """Expressions to be tried without any data: polars foretells their types, then runs all of them at once."""

    queries: list[tuple[Origin, Step | Check, pl.LazyFrame, str | None]] = field(default_factory=list)

    def types(
        self,
        origin: Origin,
        model: Step | Check,
        expressions: Sequence[pl.Expr],
        table: Table,
        option: str | None = None,
    ) -> Types | None:
        """Return the types of the columns that expressions give, by name; None while not all that they read is known.

        Parameters
        ----------
        origin : Origin
        model : Step or Check
        expressions : sequence of polars.Expr
        table : Table
        option : str, optional
            The option that they come from, to be blamed.

        Raises
        ------
        polars.exceptions.PolarsError
            The types cannot be.
        """
        schema: dict[str, pl.DataType] = {ROW: pl.UInt32()}
        schema |= {name: info.dtype for name, info in table.columns.items() if info.dtype is not None}
        wanted = {root for expression in expressions for root in expression.meta.root_names()}
        if not wanted <= schema.keys():
            return None
        query = pl.LazyFrame(schema={name: schema[name] for name in wanted}).select(expressions)
        found = dict(query.collect_schema())
        self.queries.append((origin, model, query, option))
        return found

    def problems(self) -> list[Problem]:
        """Run what was foretold; return what then fails."""
        try:
            pl.collect_all([query for *_, query, _ in self.queries], optimizations=AS_WRITTEN, engine="in-memory")
        except (pl.exceptions.PolarsError, WrangleError):
            found = [problem for each in self.queries for problem in _tried(*each)]
            return list({(each.section, each.index, each.what): each for each in reversed(found)}.values())[::-1]
        return []


def _tried(origin: Origin, model: Step | Check, query: pl.LazyFrame, option: str | None) -> Iterator[Problem]:
    try:
        query.collect(optimizations=AS_WRITTEN, engine="in-memory")
    except (pl.exceptions.PolarsError, WrangleError) as error:
        yield unworkable(origin, model, error, option)


def unworkable(origin: Origin, model: Step | Check, error: Exception, option: str | None = None) -> Problem:
    """Return what polars or a step has against the columns that a step or check works on.

    Parameters
    ----------
    origin : Origin
    model : Step or Check
    error : Exception
    option : str, optional
        The option that is at fault, where it is known.
    """
    said = str(error).splitlines()[0]
    option = option or _option_of(model)
    if _TIME_AND_TEXT.search(said):
        what = f"{model.label} compares a date or time with a text"
        help_ = "write it as a time: DATE '2026-01-31' or TIMESTAMP '2026-01-31 06:00:00'"
        return Problem(origin.section, origin.index, what, option, help=help_)
    if _TEXT_AS_NUMBER.search(said):
        sides = _SIDES.search(said)
        text = f", {sides[3] if sides[1] == 'str' else sides[4]}" if sides else ""
        what = f"{model.label} takes text for a number{text}"
        help_ = "read it as a number before: `parse_number`, or `type: float` in `columns:`"
        return Problem(origin.section, origin.index, what, option, help=help_)
    return Problem(origin.section, origin.index, f"{model.label} cannot work on these columns: {said}", option)


def window_types(step: WindowStep, table: Table) -> dict[str, pl.DataType]:
    """Return the types of the columns that a window step computes, without any data; none where the inputs' are open.

    Raises
    ------
    SchemaError, polars.exceptions.PolarsError
        The step cannot work on columns of these types.
    """
    needs = step.needs()
    known = {name: info.dtype for name, info in table.columns.items() if info.dtype is not None}
    if not {*step.partition_by(), *(name for each in needs for name in each.meta.root_names())} <= set(known):
        return {}
    seen = pl.DataFrame(schema=known).select(*step.partition_by(), *needs)
    part = seen.with_columns(pl.Series(ROW, [], pl.UInt32))
    return dict(step.compute(part).drop(ROW).schema)


def column_problems(origin: Origin, model: BaseModel, table: Table, *, learns: bool = True) -> list[Problem]:
    """Return what is wrong with the columns that a step's or check's options name.

    Parameters
    ----------
    origin : Origin
    model : Step or Check
    table : Table
    learns : bool
        Whether a step is yet to learn, and so needs the columns that it reads for that alone.
    """
    found: list[Problem] = []
    for option, marks in marked(type(model)).items():
        for each in marks:
            if isinstance(each, Reads) and (learns or not each.to_learn):
                for name in names_of(getattr(model, option)):
                    found += _column_problem(origin, (model, option, each), name, table)
            elif isinstance(each, Sql):
                found += _sql_problems(origin, (model, option), table)
    return found


def _column_problem(origin: Origin, where: tuple[Any, str, Reads], name: str, table: Table) -> list[Problem]:
    model, option, reads = where
    if not table.knows(name):
        return [_unknown(origin, model, option, name, table)]
    info = table.columns.get(name, ColumnInfo())
    if info.dtype is not None and reads.families and family(info.dtype) not in reads.families:
        families = " or ".join(reads.families)
        what = f"{model.keyword()} works on {families}; the column {name!r} is {type_name(info.dtype)} here"
        return [Problem(origin.section, origin.index, what, option, name, _type_help(reads, info))]
    unit = mark(type(model), option, Unit)
    if unit and info.unit and not _same_unit(unit.name, info.unit):
        what = f"{model.keyword()} takes {option} in {unit.name}; the column {name!r} is in {info.unit}"
        help_ = f"put `convert_units: {{column: {name}, to: {unit.name}}}` before it"
        return [Problem(origin.section, origin.index, what, option, name, help_)]
    return []


def _type_help(reads: Reads, info: ColumnInfo) -> str:
    if "number" in reads.families and info.dtype is not None and family(info.dtype) == "text":
        return "read it as numbers first: `parse_number`, or `type: float` in `columns:`"
    if "time" in reads.families and info.dtype is not None and family(info.dtype) == "text":
        return "read it as times first: `parse_datetime`, or `type: datetime` in `columns:`"
    return ""


def _unknown(origin: Origin, model: Any, option: str, name: str, table: Table) -> Problem:
    if name in table.skipped:
        what = f"{model.keyword()} reads {name!r}, which {table.skipped[name]!r} makes: that is left out when serving"
        return Problem(origin.section, origin.index, what, option, name, "say `at: training` here too")
    what = f"{model.keyword()}: there is no column {name!r} here"
    return Problem(origin.section, origin.index, what, option, name, did_you_mean(name, table.columns))


def overwritten(origin: Origin, step: ColumnStep | WindowStep, writes: Sequence[str], table: Table) -> list[Problem]:
    """Return the columns that a step would make although they are there already."""
    free = isinstance(step, ColumnStep) and step.overwrites
    here = set() if free else set(table.columns) - set(step.reads_in_place() if isinstance(step, ColumnStep) else ())
    what, help_ = f"{step.keyword()} would overwrite the column", "choose another name, or drop or rename the old one"
    return [
        Problem(origin.section, origin.index, f"{what} {name!r}", _option_with(step, name), name, help_)
        for name in writes
        if name in here
    ]


def _option_with(step: Step, name: str) -> str | None:
    """Return the option in which a column's name stands."""
    options = {option: getattr(step, option) for option in type(step).model_fields}
    names = {option: (value,) if isinstance(value, str) else value for option, value in options.items()}
    return next((option for option, value in names.items() if isinstance(value, Container) and name in value), None)


def retyped(origin: Origin, step: ColumnStep, types: Mapping[str, pl.DataType], table: Table) -> list[Problem]:
    """Return the columns that a step gives another type in some rows only."""
    keeps = "`where`" if condition(step).reads else "`otherwise: keep`"
    if keeps != "`where`" and getattr(step, "otherwise", None) != "keep":
        return []
    before = {name: table.columns[name].dtype for name in types if name in table.columns}
    return [
        Problem(
            origin.section,
            origin.index,
            f"{step.keyword()} makes {name!r} {type_name(types[name])}, but {keeps} leaves {type_name(have)} in it",
            option=keeps.strip("`").split(":")[0],
            help="leave it out, or choose the rows afterwards, with `derive`",
        )
        for name, have in before.items()
        if have is not None and family(have) != family(types[name])
    ]


def _sql_problems(origin: Origin, where: tuple[Any, str], table: Table) -> list[Problem]:
    model, option = where
    value = getattr(model, option)
    texts = [value] if isinstance(value, str) else [] if value is None else list(value.values())
    return [
        _unknown(origin, model, option, name, table)
        for text in texts
        for name in parse(text).columns
        if not table.knows(name)
    ]


def _same_unit(one: str, other: str) -> bool:
    if one == other:
        return True
    from wrangle.expressions.units import same_unit

    return same_unit(one, other)


def _option_of(model: Step | Check) -> str | None:
    """Return the option to blame when a step's expressions fail: the one that names its column."""
    sql = [option for option in options_with(type(model), Sql) if option != "where" and hasattr(model, option)]
    options = ("column", "columns", *sql) if isinstance(model, Step) else sql
    return next((option for option in options if hasattr(model, option)), None)
