import pytest
from monitored import Served, deicing_bundle


@pytest.fixture(scope="session")
def deicing(tmp_path_factory):
    """The bundle of the sample's rule file, and raw rows of its training with their truth."""
    return deicing_bundle(tmp_path_factory.mktemp("deicing") / "bundle")


@pytest.fixture
def served(deicing, tmp_path):
    return Served(deicing[0], tmp_path / "captures.sqlite")


@pytest.fixture
def rows(deicing):
    """Raw rows of the training in random order, without their truth."""
    return deicing[1].sample(fraction=1.0, shuffle=True, seed=3).drop("icing_soon")
