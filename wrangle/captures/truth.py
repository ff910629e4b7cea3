"""The tables that the truth is kept in: what came to be true of captured requests, and which captures it belongs to.

| column of `truth` | holds |
|---|---|
| `id` | SHA-256 of what the line says (whose label, which label, when): the same line is kept once |
| `inference_id` | whose label it is; null where it is told by `key`; indexed |
| `key` | JSON: raw columns and their values, as `key_of` writes them; null where there is an inference id |
| `label` | JSON: the label |
| `time` | when it came to be true, in microseconds since 1970-01-01 UTC; null where nobody said |
| `added` | when it was added, the same way |
| `place` | the line or row in what was added, from 1 |
| `source` | a file's name, a table's, or `POST /truth` |
| `replaced` | when `--replace` had it win over earlier labels; else null |

`truth_links` says which inference ids a key turned out to be. What state a line is in (joined, unknown, duplicate,
conflict) is not stored: it follows from these tables and the captures, in whatever order they come.

`wrangle_schema` holds the version of this part of the store, `truth`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from wrangle.captures.table import LOCK, SCHEMA
from wrangle.errors import CaptureError

PART = "truth"
VERSION = 1
"""Raised when a table changes; `prepare_truth` then brings older stores up to it."""
LONGEST_ID = 80
"""Letters of an inference id, with a record's place in its request."""

METADATA = sa.MetaData()

TRUTH = sa.Table(
    "truth",
    METADATA,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("inference_id", sa.String(LONGEST_ID), index=True),
    sa.Column("key", sa.Text, index=True),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("time", sa.BigInteger),
    sa.Column("added", sa.BigInteger, nullable=False),
    sa.Column("place", sa.BigInteger, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("replaced", sa.BigInteger),
)

LINKS = sa.Table(
    "truth_links",
    METADATA,
    sa.Column("truth", sa.String(64), primary_key=True),
    sa.Column("inference_id", sa.String(LONGEST_ID), primary_key=True, index=True),
)

_NUMBER = re.compile(r"[+-]?(0|[1-9]\d*)(\.\d+)?")
_TIME = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?")


@dataclass(frozen=True, slots=True)
class Line:
    """What one line of truth says."""

    place: int
    """The line or row in its source, from 1."""
    label: Any
    inference_id: str | None = None
    key: Mapping[str, Any] | None = None
    """Raw column -> value, where no inference id is told."""
    time: datetime | None = None
    """When the label came to be true."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that is not kept."""

    place: int
    why: str

    def __str__(self) -> str:
        return f"line {self.place}: {self.why}"


def prepare_truth(connection: sa.Connection) -> None:
    """Make the tables where they are missing, within the caller's transaction, after those of captures.

    Raises
    ------
    CaptureError
        The store was made by a newer version.
    """
    if not has_truth(connection):
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        METADATA.create_all(connection)
    found = connection.scalar(sa.select(SCHEMA.c.version).where(SCHEMA.c.part == PART))
    if found is None:
        connection.execute(sa.insert(SCHEMA).values(part=PART, version=VERSION))
    elif found > VERSION:
        raise CaptureError(
            f"the truth in the store is of version {found}, this wrangle knows {VERSION}: update wrangle"
        )


def has_truth(connection: sa.Connection) -> bool:
    """Tell whether the store has tables for the truth."""
    return sa.inspect(connection).has_table(TRUTH.name)


def digest_of(subject: str, label: str, moment: int | None) -> str:
    """Return what identifies a line: the SHA-256 of what it says.

    Examples
    --------
    >>> digest_of("a", "1", None) == digest_of("a", "1", None) != digest_of("a", "1", 0)
    True
    """
    return hashlib.sha256(json.dumps([subject, label, moment]).encode()).hexdigest()


def key_of(values: Mapping[str, Any]) -> str | None:
    """Return raw columns and values as one text, the same however numbers, times and white space are written.

    None where a value is missing: what is not known is nobody's key.

    Examples
    --------
    >>> key_of({"flight": "1545 ", "origin": "EWR"}) == key_of({"origin": "EWR", "flight": 1545.0})
    True
    >>> key_of({"flight": None})
    """
    texts = {name: key_text(values[name]) for name in sorted(values)}
    return None if None in texts.values() else json.dumps(texts)


def key_text(value: Any) -> str | None:
    """Return a value as it is compared: numbers and times in one way of writing, text without white space around it.

    Examples
    --------
    >>> key_text(7.0), key_text("7"), key_text("007"), key_text(True), key_text(" ")
    ('7', '7', '007', 'true', None)
    >>> key_text("2013-01-01 05:00"), key_text("2013-01-01T05:00:00Z")
    ('2013-01-01T05:00:00', '2013-01-01T05:00:00')
    """
    if isinstance(value, (datetime, date, time)):
        return _moment_text(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return None if value is None else _of_text(str(value).strip()) or None


def _of_text(text: str) -> str:
    if _NUMBER.fullmatch(text):
        number = float(text)
        return str(int(number)) if number.is_integer() and abs(number) < 2**53 else text.removeprefix("+")
    if not _TIME.fullmatch(text):
        return text
    try:
        return _moment_text(datetime.fromisoformat(text))
    except ValueError:
        return text


def _moment_text(value: datetime | date | time) -> str:
    if isinstance(value, datetime):
        plain = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        return plain.isoformat()
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day).isoformat()  # noqa: DTZ001  # a day, as midnight
    return value.isoformat()
