import os

import pytest
from deployed import make_bundle

from wrangle.cycle.lock import FILE, only_one
from wrangle.errors import DeploymentError, LockedError
from wrangle.serving.promotion import promote


def test_it_tells_who_has_it_and_is_free_afterwards(tmp_path):
    promote(make_bundle(tmp_path / "b"), tmp_path / "live")
    for _ in range(2):
        with only_one(tmp_path / "live"):
            assert (tmp_path / "live" / FILE).read_text() == str(os.getpid())
            with pytest.raises(LockedError, match=f"process {os.getpid()}"), only_one(tmp_path / "live"):
                pass


def test_what_is_no_deployment_gets_no_lock(tmp_path):
    with pytest.raises(DeploymentError, match="is no deployment"), only_one(tmp_path):
        pass
    assert not (tmp_path / FILE).exists()
