"""Where data lies: the options of `source:` that name it, whatever it is."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Where(BaseModel):
    """Say where the rows lie."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shorthand: ClassVar[str] = "path"
    """The option that a bare value stands for: `source: weather.csv`."""

    path: str | tuple[str, ...]
    """A file, a glob, a folder of files of one format, or a list of these; relative to the rule file. Or a data set
    that scikit-learn ships: `sklearn://diabetes` (also breast_cancer, digits, iris, wine)."""
