"""Where the rows come from: the options of `source:` in a rule file."""

from __future__ import annotations

import codecs
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator

from wrangle.sources.where import Where

Format = Literal["auto", "csv", "parquet", "ndjson", "ipc"]

_SPELLED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}


def _spelled(value: object) -> object:
    return _SPELLED.get(value, value) if isinstance(value, str) else value


def _one_byte(value: str) -> str:
    if len(value) == 1 and value.isascii() and value not in "\r\n":
        return value
    raise ValueError("must be one ASCII character, or one of " + ", ".join(name for name in _SPELLED if name.isalpha()))


def _known_encoding(value: str) -> str:
    try:
        return codecs.lookup(value).name
    except LookupError:
        raise ValueError(f"there is no encoding {value!r}: try utf-8, latin-1, cp1252 or utf-16") from None


def _not_empty(value: str) -> str:
    if value:
        return value
    raise ValueError("must not be empty: leave it out where there is none")


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
    """The files' format; `auto` tells it by the ending: .csv .tsv .txt .parquet .ndjson .jsonl .arrow, .gz after it."""

    delimiter: OneByte | None = None
    """What stands between two fields of a CSV file: a comma where none is given, a tab in .tsv files."""

    quote: OneByte | None = '"'
    """What fields of a CSV file are quoted with; null: quotes are characters like any other."""

    encoding: Annotated[str, AfterValidator(_known_encoding)] = "utf-8"
    """The encoding of CSV files: utf-8, latin-1, cp1252, utf-16 or any other that Python knows."""

    comment: Annotated[str, AfterValidator(_not_empty)] | None = None
    """Lines of a CSV file that begin with this are skipped."""

    null_values: tuple[str, ...] = ()
    """Texts of a CSV file that are read as null, besides the empty field."""

    extra_columns: Literal["keep", "drop", "fail"] = "keep"
    """What becomes of columns that the contract does not name."""
