import re

from typer.testing import CliRunner

from wrangle.catalogue import chapter, modules, operation
from wrangle.cli import app


def lines():
    found = CliRunner().invoke(app(), ["steps"])
    assert found.exit_code == 0
    return found.stdout.splitlines()


def test_every_step_and_check_is_listed_with_its_first_sentence():
    shown = {match[1]: match[2] for each in lines() if (match := re.match(r"  (\w+) +(.+)$", each))}
    for folder in ("steps", "checks"):
        for keyword in modules(folder):
            assert shown[keyword] == operation(folder, keyword).__doc__.splitlines()[0]
    assert set(shown) == {*modules("steps"), *modules("checks")}


def test_steps_stand_under_their_chapters_and_checks_last():
    heads = [each for each in lines() if re.match(r"\w+$", each)]
    assert heads == [*sorted({chapter(keyword) for keyword in modules("steps")}), "checks"]


def test_it_says_how_to_read_on():
    assert lines()[-1] == "`wrangle explain NAME` prints the page of one of them."
