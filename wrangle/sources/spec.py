"""Where the rows come from: the options of `source:` in a rule file."""

from __future__ import annotations

import codecs
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from wrangle.sources.known import FORMATS
from wrangle.sources.where import Where

AUTO = "auto"
"""What is found out from the file's beginning."""

_SPELLED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}


def _spelled(value: object) -> object:
    return _SPELLED.get(value, value) if isinstance(value, str) else value


def _one_byte(value: str) -> str:
    if value == AUTO or (len(value) == 1 and value.isascii() and value not in "\r\n"):
        return value
    raise ValueError("must be one ASCII character, or one of " + ", ".join(name for name in _SPELLED if name.isalpha()))


def _known_encoding(value: str) -> str:
    if value == AUTO:
        return value
    try:
        return codecs.lookup(value).name
    except LookupError:
        raise ValueError(f"there is no encoding {value!r}: try utf-8, latin-1, cp1252 or utf-16") from None


def _not_empty(value: str) -> str:
    if value:
        return value
    raise ValueError("must not be empty: leave it out where there is none")


Format = Literal["auto", *FORMATS]  # type: ignore[valid-type]  # the folder of formats is the registry
OneByte = Annotated[str, BeforeValidator(_spelled), AfterValidator(_one_byte)]


class SourceSpec(Where):
    r"""Say which files hold the rows, and how to read them.

    All columns of a CSV file are read as text: types are the business of the contract (`columns:`).

    Examples
    --------
    >>> SourceSpec(path="weather.csv", delimiter="tab").delimiter
    '\t'
    """

    format: Format = "auto"
    """The files' format: csv, excel, ipc (Arrow), json, ndjson (JSON lines) or parquet; `auto` tells it by the ending,
    also before .gz, .zst and .zip."""

    encoding: Annotated[str, AfterValidator(_known_encoding)] = AUTO
    """The encoding of text files: utf-8, latin-1, cp1252, utf-16 or any other that Python knows; `auto` finds it."""

    delimiter: OneByte | None = AUTO
    """What stands between two fields of a CSV file, also as `tab`, `semicolon`, `pipe` or `space`; null: there is one
    column, whatever stands in it; `auto` finds it."""

    quote: OneByte | None = AUTO
    """What fields of a CSV file are quoted with; null: quotes are characters like any other; `auto` finds it."""

    escape: OneByte | None = AUTO
    """What stands before a quote within quotes, where that is no second quote: a backslash; `auto` finds it."""

    header: Literal["auto"] | bool | Annotated[int, Field(ge=0, le=9)] = "auto"
    """Whether a CSV file or a sheet has a header, or how many rows of it: names are then joined; `auto` finds it."""

    skip: Literal["auto"] | Annotated[int, Field(ge=0)] = "auto"
    """Lines of a CSV file, or rows of a sheet, before the header; `auto` finds titles and notes that stand there."""

    names: tuple[str, ...] = ()
    """The columns' names, where a CSV file has no header."""

    comment: Annotated[str, AfterValidator(_not_empty)] | None = AUTO
    """Lines of a CSV file that begin with this are skipped; `auto` takes # where lines that are no rows have it."""

    decimal: Literal[".", ","] = "."
    """What stands before the fractions in a CSV file: numbers with a comma are read with a point."""

    thousands: Literal["", ",", ".", " ", "'"] = ""
    """What stands between groups of three digits in a CSV file: numbers are read without it."""

    member: str | None = None
    """Which file of a zip archive, where it holds several."""

    sheet: str | int | None = None
    """Which sheet of a workbook, by its name or its number from 1; the first where none is given."""

    records: str | None = None
    """Where in a JSON file the array of rows stands, as keys with dots between: `data.items`."""

    null_values: tuple[str, ...] = ()
    """Texts of a CSV file that are read as null, besides the empty field."""

    on_bad_file: Literal["fail", "quarantine"] = "fail"
    """What becomes of a file that cannot be read: the run fails and names it, or goes on without it; the file and what
    is wrong with it are then told in a note and in `run.json`."""

    extra_columns: Literal["keep", "drop", "fail"] = "keep"
    """What becomes of columns that the contract does not name."""
