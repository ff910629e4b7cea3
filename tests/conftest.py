"""Databases that captures are kept in, for all tests: a SQLite file and a real PostgreSQL."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before scikit-learn: threads for a few rows wait for each other

import pytest
from stores import emptied, postgresql


@pytest.fixture(scope="session")
def database():
    with postgresql() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/captures.sqlite"
    return emptied(request.getfixturevalue("database"))
