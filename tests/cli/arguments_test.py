import pytest
import typer

from wrangle.cli.arguments import variables


def test_settings_are_split_at_the_first_sign():
    assert variables(["year=2013", "path=a=b.csv", "empty="]) == {"year": "2013", "path": "a=b.csv", "empty": ""}


def test_no_settings_are_no_variables():
    assert variables(None) == variables([]) == {}


def test_the_last_of_two_settings_wins():
    assert variables(["a=1", "a=2"]) == {"a": "2"}


@pytest.mark.parametrize("text", ["year", "", "year: 2013"])
def test_what_is_no_setting_is_told(text):
    with pytest.raises(typer.BadParameter, match="is not NAME=VALUE"):
        variables(["a=1", text])
