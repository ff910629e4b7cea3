"""The tables that captures are kept in, and their version.

| column of `captures` | holds |
|---|---|
| `id` | of the row: 32 hexadecimal digits, growing with time |
| `inference_id` | of the request; indexed; several rows have one where a request is repeated or a shadow answers too |
| `time` | of the answer: microseconds since 1970-01-01 UTC; indexed |
| `variant` | name of the variant that answered |
| `model_version` | SHA-256 of the bundle that answered |
| `shadow` | true where the answer was only recorded |
| `request` | JSON: the raw record as it was sent, masked columns as `"***"` |
| `answer` | JSON: status, prediction, probabilities, who rejected it and why |

`wrangle_schema` holds the version of each part of the store; this part is `captures`.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from wrangle.errors import CaptureError

PART = "captures"
VERSION = 1
"""Raised when the table changes; `prepare` then brings older stores up to it."""
LOCK = 7_239_402_501_126_335
"""PostgreSQL's advisory lock under which tables are made: two servers that start at once would both make them."""

METADATA = sa.MetaData()

CAPTURES = sa.Table(
    "captures",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("inference_id", sa.String(80), nullable=False, index=True),  # 64, and a record's place in its request
    sa.Column("time", sa.BigInteger, nullable=False, index=True),
    sa.Column("variant", sa.String(64), nullable=False),
    sa.Column("model_version", sa.String(64), nullable=False),
    sa.Column("shadow", sa.Boolean, nullable=False),
    sa.Column("request", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
)

SCHEMA = sa.Table(
    "wrangle_schema",
    METADATA,
    sa.Column("part", sa.String(64), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)


def prepare(connection: sa.Connection) -> None:
    """Make the tables where they are missing, within the caller's transaction.

    Raises
    ------
    CaptureError
        The store was made by a newer version.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    METADATA.create_all(connection)
    if version(connection) is None:
        connection.execute(sa.insert(SCHEMA).values(part=PART, version=VERSION))


def version(connection: sa.Connection) -> int | None:
    """Return the version of the store; None where it has no table yet.

    Raises
    ------
    CaptureError
        The store was made by a newer version.
    """
    if not sa.inspect(connection).has_table(SCHEMA.name):
        return None
    found: Any = connection.scalar(sa.select(SCHEMA.c.version).where(SCHEMA.c.part == PART))
    if found is not None and found > VERSION:
        raise CaptureError(
            f"the capture store is of version {found}, this wrangle knows {VERSION}: update wrangle, or name another "
            "store in `serve: capture: url`"
        )
    return None if found is None else int(found)
