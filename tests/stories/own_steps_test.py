"""A distribution brings a step: the guide's example is installed, used, tested and served, and broken in every way."""

import re
import tomllib
from pathlib import Path

import pytest
from installed import install, python, wrangle

GUIDE = Path(__file__).parents[2] / "docs/guide/own_steps.md"
RULES = "name: days\nclean:\n  - frost_days: {column: lowest, into: frost}\n"
STEP = "from wrangle.steps.base import LayoutStep\nclass {name}(LayoutStep):\n    '''Keep all.'''\n"


def shown() -> dict[str, str]:
    """Return the files that the guide shows."""
    return dict(re.findall(r"^`([\w/.]+)`\n\n```\w+\n(.*?)^```$", GUIDE.read_text(), flags=re.DOTALL | re.MULTILINE))


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    files = shown()
    project = tomllib.loads(files["pyproject.toml"])["project"]
    folder = tmp_path_factory.mktemp("own")
    (folder / "days.yaml").write_text(RULES)
    (folder / "days.csv").write_text("lowest\n-1.5\n3\n")
    return install(folder, project["name"], files, project["entry-points"])


def test_the_contract_is_held_by_the_tests_that_the_guide_shows(place):
    said = python(place, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "frost_days_test.py")
    assert "8 passed" in said, said


def test_it_stands_in_lists_pages_and_schema_and_runs(place):
    look = """
import json, polars as pl
from typer.testing import CliRunner
from wrangle.cli import app
def said(*arguments): return CliRunner().invoke(app(), arguments).output
steps = said("steps")
print("listed:", "weather-steps" in steps and "frost_days" in steps)
print("page:", "Tell whether the lowest temperature" in said("explain", "frost_days"))
print("schema:", "frost_days" in said("schema"))
import wrangle
fitted = wrangle.load("days.yaml").fit(pl.DataFrame({"lowest": [-1.5, 3.0]}))
print("record:", fitted.record({"lowest": -2.0}))
fitted.save("model")
print("made by:", json.loads(open("model/pipeline.json").read())["made_by"].get("weather-steps"))
"""
    lines = python(place, "-c", look).splitlines()
    assert lines == [
        "listed: True",
        "page: True",
        "schema: True",
        "record: {'lowest': -2.0, 'frost': True}",
        "made by: 1.0",
    ]


def test_the_command_line_runs_it_and_names_its_faults(place):
    said = wrangle(place, "run", "days.yaml", "--data", "days.csv", "--out", "out")
    assert "frost_days" in said, said
    (place / "wrong.yaml").write_text(RULES.replace("into", "inot"))
    assert "wrong.yaml:3:34: frost_days has no option 'inot'" in wrangle(place, "check", "wrong.yaml")


def test_nothing_of_it_is_imported_before_it_is_used(place):
    look = "import wrangle, sys; wrangle.load; from wrangle.catalogue import modules; modules('steps')['frost_days']; "
    assert python(place, "-c", look + "print('weather_steps' in sys.modules)").strip() == "False"


BROKEN = {
    "trim": (
        "first",
        "own.trim",
        STEP.format(name="Trim"),
        "'trim' of the distribution 'first' clashes with one of wrangle",
    ),
    "twice": ("second", "own.twice", STEP.format(name="Twice"), "clashes with one of the distribution"),
    "raises": ("third", "own.raises", "1 / 0", "'third' cannot be imported: ZeroDivisionError"),
    "lacks": ("fourth", "own.lacks", "", "'fourth' is none: own.lacks must hold a class Lacks that is a wrangle.steps"),
    "is_check": ("fifth", "own.is_check", "class IsCheck: pass", "is none: own.is_check must hold a class IsCheck"),
    "missing": ("sixth", "own.nowhere.missing", "", "cannot be imported: ModuleNotFoundError"),
    "other": ("seventh", "own.mine", "", "is declared as 'own.mine': its entry point must be the name of a module"),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    folder = tmp_path_factory.mktemp("broken")
    for keyword, (name, module, text, _) in BROKEN.items():
        file = module.replace(".", "/") + ".py"
        files = {} if keyword == "missing" else {file: text}
        install(folder, name, files, {"wrangle.steps": {keyword: module}})
    install(folder, "eighth", {}, {"wrangle.steps": {"twice": "own.twice"}})
    return folder


def test_what_is_broken_is_named_where_it_is_used_with_its_distribution_and_all_else_works(broken):
    rules = "name: a\nclean:\n" + "".join(f"  - {keyword}: {{}}\n" for keyword in BROKEN) + "  - round: {columns: a}\n"
    (broken / "a.yaml").write_text(rules)
    said = wrangle(broken, "check", "a.yaml")
    for line, (keyword, (*_, wanted)) in enumerate(BROKEN.items(), start=3):
        found = [each for each in said.splitlines() if f"a.yaml:{line}:5: the step {keyword!r}" in each]
        assert found, said
        assert wanted in found[0]
    assert "round" not in said
    assert "(not usable: the step 'raises'" in wrangle(broken, "steps")
