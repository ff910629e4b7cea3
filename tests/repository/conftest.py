import pytest

from wrangle.repository.repository import Repository


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "data")
