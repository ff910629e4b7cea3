import pytest
from typer.testing import CliRunner

from wrangle.catalogue import modules
from wrangle.cli import app
from wrangle.errors import WrangleError


def explain(*names):
    return CliRunner().invoke(app(), ["explain", *names])


@pytest.mark.parametrize("name", [*modules("steps"), *modules("checks")])
def test_every_step_and_check_has_a_page_with_an_example(name):
    found = explain(name)
    assert found.exit_code == 0
    assert found.stdout.startswith(f"# {name}")
    assert ">>>" in found.stdout or "```" in found.stdout


def test_a_page_tells_each_option_with_its_default():
    text = explain("canonicalize").stdout
    for option in ("column", "names", "vocabulary", "fuzzy", "otherwise"):
        assert f"`{option}`" in text


def test_a_name_that_is_not_known_is_told_with_the_closest():
    found = explain("canonicalise")
    assert isinstance(found.exception, WrangleError)
    assert "did you mean 'canonicalize'" in str(found.exception)
