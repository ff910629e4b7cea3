"""All of `source:` in a rule file: one place, or several put under each other or side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from wrangle.sources.names import NAME
from wrangle.sources.spec import SourceSpec
from wrangle.sources.where import Where


class Part(SourceSpec):
    """One of several sources; a bare value is its path."""

    @model_validator(mode="before")
    @classmethod
    def _written_out(cls, given: Any) -> Any:
        return {"path": given} if isinstance(given, (str, list, tuple)) else given

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if self.path:
            return self
        raise ValueError("needs a `path`")


class StackedPart(Part):
    """One of the sources that are put under each other."""

    label: str | None = None
    """What stands in the column that names the source; its path where none is given."""


class JoinedPart(Part):
    """A source whose columns come to the rows of the one above, where keys are equal."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)

    on: Mapping[str, str] | tuple[str, ...] | str
    """The columns whose values must be equal: names, or a mapping of names in the rows to names in this source."""

    how: Literal["left", "inner"] = "left"
    """What becomes of rows without a partner: `left` keeps them, with nulls; `inner` leaves them out."""

    pairs: Annotated[Literal["m:1", "1:1", "1:m", "m:m"], Field(alias="validate")] = "m:1"
    """How many rows may have the same key, in the rows above and in this source; more is an error."""

    columns: tuple[str, ...] | None = None
    """The columns to take; all where none are given."""

    @property
    def keys(self) -> Mapping[str, str]:
        """Each key's name in the rows above -> its name in this source."""
        if isinstance(self.on, Mapping):
            return self.on
        return {each: each for each in ((self.on,) if isinstance(self.on, str) else self.on)}


class Source(SourceSpec):
    """Say where the rows come from, and how to read them.

    Examples
    --------
    >>> source = Source(path="flights.csv", join=[{"path": "planes.csv", "on": "tailnum"}])
    >>> source.join[0].pairs
    'm:1'
    """

    stack: tuple[StackedPart, ...] = ()
    """Sources whose rows come one after the other, instead of `path`: columns are matched by their names."""

    stack_column: str | None = None
    """The column that names the source of each row of a `stack`."""

    missing: Literal["null", "fail"] = "null"
    """What becomes of a column that some sources of a `stack` lack: its cells are null there, or it is an error."""

    join: tuple[JoinedPart, ...] = ()
    """Sources whose columns come to the rows, one after the other."""

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if bool(self.path) == bool(self.stack):
            raise ValueError("needs a `path`, or a `stack` of sources" if not self.path else "takes `path` or `stack`")
        return self

    @property
    def is_files(self) -> bool:
        """Whether it is nothing but files here."""
        paths = (self.path,) if isinstance(self.path, str) else self.path
        return not (self.stack or self.join or any("://" in path or NAME.fullmatch(path) for path in paths))

    def at(self, path: str) -> Source:
        """Return the same source elsewhere: how it is read stays, and what is joined; what names its place goes.

        Examples
        --------
        >>> Source(path="a.csv", extra_columns="drop", checksum="sha256:" + "0" * 64).at("b.csv").checksum is None
        True
        """
        gone = {name: field.get_default(call_default_factory=True) for name, field in Where.model_fields.items()}
        kept = {"repository": self.repository, "path": path, "stack": (), "stack_column": None}
        return self.model_copy(update=gone | kept)

    def reading(self) -> dict[str, Any]:
        """Return the options that say how a file is read and what becomes of its columns, but the defaults."""
        names = set(SourceSpec.model_fields) - set(Where.model_fields)
        return self.model_dump(mode="json", include=names, exclude_defaults=True)
