import pytest
from pydantic import ValidationError

from wrangle.sources.where import Where


def test_a_bare_value_is_the_path():
    assert Where.shorthand == "path"
    assert Where(path="a.csv").path == "a.csv"


def test_options_are_texts_and_a_version_is_a_number():
    assert Where(path="a", options={"k": "v"}, version="3").version == 3
    for wrong in ({"version": -1}, {"checksum": "abc"}, {"tabel": "t"}):
        with pytest.raises(ValidationError):
            Where(path="a", **wrong)
