"""The types that the options of steps and checks are annotated with, and the marks that they carry.

The annotations say which options name columns that are read, which name new ones, in which unit and range: reading,
faults, JSON schema, reference page, lineage and tests are derived from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict

from wrangle.schema import Family, Schema, TypeName, family, type_name

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
