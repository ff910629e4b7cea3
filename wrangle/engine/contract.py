"""The contract of the raw data: for each column its type, unit, nulls and range."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from wrangle.catalogue import operation
from wrangle.checks.base import Check, ValueCheck
from wrangle.checks.pandera import ColumnFacts
from wrangle.schema import TYPES, TypeName
from wrangle.steps.base import ColumnStep
from wrangle.steps.options import Scalar


class ColumnSpec(BaseModel):
    """What one column of the raw data must be. `station: string` is short for `station: {type: string}`.

    Text is read as the declared type just before the first step that needs it; leading `trim` and `null_values`
    steps still see the text. The other options are held against the column right after that.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: TypeName | None = None
    """The type: text is read as it; data of another type is refused. Any type where none is given."""

    required: bool = True
    """Whether the data must have the column; where it need not, a missing one is added as nulls."""

    nullable: bool = True
    """Whether cells may be null (or NaN)."""

    unit: str | None = None
    """The unit of the numbers, by its pint name: `degC`, `%`, `m/s`. Steps that want another unit say so."""

    formats: tuple[str, ...] = ()
    """For `datetime` and `date`: the strptime formats to try, in order. ISO 8601 where none is given."""

    null_values: tuple[str, ...] = ()
    """Texts of this column that mean null."""

    min: Scalar | None = None
    """The least value allowed."""

    max: Scalar | None = None
    """The greatest value allowed."""

    in_set: tuple[Scalar, ...] = ()
    """The only values allowed."""

    matches: str | None = None
    """A regular expression that must be found in each text."""

    unique: bool = False
    """Whether no value may stand twice. A duplicate fails the run."""

    otherwise: Literal["quarantine", "null", "warn", "fail"] = "quarantine"
    """What becomes of a row whose cell breaks the contract. `null` empties cells that are not of the type."""

    description: str = Field(default="", repr=False)
    """What the column holds, for readers."""

    def readers(self, column: str) -> Iterator[ColumnStep]:
        """Yield the steps that read text as the declared type."""
        label = f"columns.{column}"
        if self.null_values:
            yield operation("steps", "null_values")(columns=column, values=self.null_values, name=label)
        if self.type in {None, "string"}:
            return
        otherwise = {"warn": "null"}.get(self.otherwise, self.otherwise)
        common: dict[str, Any] = {"column": column, "name": label, "otherwise": otherwise}
        if self.formats:
            yield operation("steps", "parse_datetime")(formats=self.formats, to=self.type, **common)
        else:
            yield operation("steps", "cast")(to=self.type, **common)

    def checks(self, column: str) -> Iterator[Check]:
        """Yield the checks that hold the column against the contract."""
        common: dict[str, Any] = {"column": column, "otherwise": {"null": "warn"}.get(self.otherwise, self.otherwise)}
        wanted: list[tuple[str, dict[str, Any]]] = []
        if not self.nullable:
            wanted.append(("not_null", {}))
        if self.min is not None or self.max is not None:
            wanted.append(("between", {"min": self.min, "max": self.max}))
        if self.in_set:
            wanted.append(("in_set", {"values": self.in_set}))
        if self.matches is not None:
            wanted.append(("matches", {"pattern": self.matches}))
        for keyword, options in wanted:
            yield operation("checks", keyword)(name=f"columns.{column} {keyword}", **options, **common)
        if self.unique:
            yield operation("checks", "unique")(name=f"columns.{column} unique", column=column, otherwise="fail")

    def facts(self, column: str) -> ColumnFacts:
        """Return what a pandera schema says of the column: numbers and times as they are once they are read."""
        checks = [check for check in self.checks(column) if isinstance(check, ValueCheck)]
        return ColumnFacts(
            dtype=TYPES[self.type] if self.type else None,
            required=self.required,
            nullable=self.nullable,
            checks=tuple(check for check in checks if check.keyword() != "not_null"),
            unique=self.unique,
        )
