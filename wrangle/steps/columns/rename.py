"""Gives columns other names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from wrangle.errors import SchemaError, did_you_mean
from wrangle.steps.base import LayoutStep


class Rename(LayoutStep):
    """Give columns other names, all at once, so that two may exchange theirs; each stays in its place.

    A column that is not there is an error, and so are two columns of one name afterwards. Cells and rows stay as they
    are. To rename a column that is called like an option (`name`, `at`), write the option `names` out.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("rename: {temp: temperature, b: c}", temp=[1], a=[2], b=[3])
    {'temperature': [1], 'a': [2], 'c': [3]}
    """

    gathers: ClassVar[str | None] = "names"

    names: Annotated[Mapping[str, Annotated[str, Field(min_length=1)]], Field(min_length=1)]
    """Present name -> new name."""

    @model_validator(mode="after")
    def _gives_each_name_once(self) -> Rename:
        twice = [name for name, count in Counter(self.names.values()).items() if count > 1]
        if twice:
            raise ValueError(f"rename cannot give the name {twice[0]!r} to two columns")
        return self

    def layout(self, names: Sequence[str]) -> Mapping[str, str]:
        """Return new name -> present name of all columns.

        Raises
        ------
        SchemaError
            A column is not there, or its new name is that of another one. The message tells which.
        """
        for old, new in self.names.items():
            if old not in names:
                raise SchemaError(f"there is no column {old!r} here\n  help: {did_you_mean(old, names)}")
            if new in names and new not in self.names:
                raise SchemaError(
                    f"{old!r} cannot be renamed to {new!r}: there is such a column already\n"
                    f"  help: choose another name, or rename {new!r} too"
                )
        return {self.names.get(name, name): name for name in names}
