import pytest
from stores import emptied, postgresql


@pytest.fixture(scope="session")
def server():
    with postgresql() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/captures.sqlite"
    return emptied(request.getfixturevalue("server"))
