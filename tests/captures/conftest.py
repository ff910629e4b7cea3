import pytest


@pytest.fixture
def url(store_url):
    return store_url
