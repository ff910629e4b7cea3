import pytest
from objects import s3_server
from web import web_server


@pytest.fixture
def web():
    with web_server() as running:
        yield running


@pytest.fixture(scope="session")
def s3():
    with s3_server() as settings:
        yield settings
