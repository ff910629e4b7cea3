from pathlib import Path

import pytest

from wrangle.sources.places import place_of
from wrangle.sources.places.repository import Repository


@pytest.mark.parametrize(("path", "is_table"), [("weather", True), ("w@3", True), ("a.csv", False), ("a/b", False)])
def test_a_word_is_a_table(path, is_table):
    assert isinstance(place_of(path, Path("/nowhere")), Repository) == is_table


def test_a_folder_of_this_name_comes_first(tmp_path):
    (tmp_path / "weather").mkdir()
    assert place_of("weather", tmp_path) is None
