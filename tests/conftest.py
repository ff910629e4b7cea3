"""Servers for all tests: databases (a SQLite file, a real PostgreSQL), a web server, an object store."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before scikit-learn: threads for a few rows wait for each other

import pytest
from hypothesis import settings
from objects import s3_server
from stores import emptied, postgresql
from web import web_server

settings.register_profile("wrangle", deadline=None)  # how long a test takes, other work on the machine decides
settings.load_profile("wrangle")


@pytest.fixture(scope="session")
def database():
    with postgresql() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/captures.sqlite"
    return emptied(request.getfixturevalue("database"))


@pytest.fixture
def web():
    with web_server() as running:
        yield running


@pytest.fixture(scope="session")
def s3():
    with s3_server() as settings:
        yield settings
