from pathlib import Path

import pytest

from wrangle.rulefile.files import exists, neighbours


@pytest.mark.parametrize("name", ["\0", "x" * 5000, "a/" * 3000, ""])
def test_what_can_be_no_path_is_not_there(name):
    assert not exists(Path(name))
    assert isinstance(neighbours(Path(name)), str)


def test_the_files_most_like_a_missing_one_are_named(tmp_path):
    (tmp_path / "weather.yaml").touch()
    assert neighbours(tmp_path / "wether.yaml") == "did you mean 'weather.yaml'?"
    assert neighbours(tmp_path / "weather.yaml") == ""
