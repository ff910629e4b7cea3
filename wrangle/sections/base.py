"""What all sections that are models share: the keyword is the file's name, and short forms are written out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from wrangle.steps.options import Plain, from_plain


def _values(value: Any) -> Any:
    """Return a nested value of a rule file with its unquoted texts as the numbers and truth values they mean."""
    if isinstance(value, Plain):
        return None if value in {"null", "~"} else from_plain(value)
    if isinstance(value, Mapping):
        return {str(key): _values(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_values(each) for each in value]
    return value


Value = Annotated[Any, BeforeValidator(_values)]
"""A value of any option: a number, truth value, text, null, or a list or mapping of these."""


class Section(BaseModel):
    """A section of a rule file, or a part of one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def keyword(cls) -> str:
        """Return the section's name in rule files: that of its file."""
        return cls.__module__.rsplit(".", 1)[-1]

    @model_validator(mode="before")
    @classmethod
    def _written_out(cls, value: Any) -> Any:
        """Return the options with short forms written out: a bare value, and keys that are no option."""
        shorthand: str | None = getattr(cls, "shorthand", None)
        gathers: str | None = getattr(cls, "gathers", None)
        if shorthand and isinstance(value, str):
            return {shorthand: value}
        if gathers is None or not isinstance(value, Mapping):
            return value
        own = {key: each for key, each in value.items() if key in cls.model_fields and key != gathers}
        more = {key: each for key, each in value.items() if key not in cls.model_fields}
        return own | {gathers: {**value.get(gathers, {}), **more}}
