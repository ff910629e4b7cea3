"""The command as a user starts it: exit codes, messages, and what `--help` lists."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wrangle.cli import SETTINGS, VERBS, app

ROOT = Path(__file__).parents[2]


def wrangle_(*arguments, folder=ROOT, **environment):
    command = [sys.executable, "-m", "wrangle.cli", *map(str, arguments)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, env=env)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "p.yaml").write_text("name: p\nsource: a.csv\nclean: [clip: {column: a, min: 0}]\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text("a\n1\n", encoding="utf-8")
    return tmp_path


def test_help_lists_every_verb_with_what_it_does():
    found = wrangle_("--help")
    assert found.returncode == 0
    for file in VERBS.glob("[!_]*.py"):
        assert re.search(rf"^ +{file.stem} +[A-Z]", found.stdout, flags=re.MULTILINE), file.stem
    verbs = {file.stem for file in VERBS.glob("*.py")}
    assert {"run", "check", "preview", "explain", "schema", "steps", "test"} <= verbs


def test_every_verb_has_a_help_of_its_own_that_explains_each_option():
    for file in VERBS.glob("[!_]*.py"):
        found = CliRunner().invoke(app(), [file.stem, "--help"])
        assert found.exit_code == 0, file.stem
        assert found.output.startswith(f"Usage: wrangle {file.stem} ") or f" {file.stem} [OPTIONS]" in found.output
        options = re.findall(r"^  (--[a-z-]+)(.*)$", found.output, flags=re.MULTILINE)
        assert {"--help"} <= {name for name, _ in options}


def test_without_a_verb_the_help_is_shown():
    found = CliRunner().invoke(app(), [])
    assert "Usage:" in found.output
    assert "preview" in found.output


def test_an_error_is_one_message_and_exit_code_1(folder):
    found = wrangle_("run", "p.yaml", folder=folder)
    assert found.returncode == 1
    assert found.stdout == ""
    assert found.stderr.splitlines() == [
        "error: clip works on number; the column 'a' is string here",
        "  help: read it as numbers first: `parse_number`, or `type: float` in `columns:`",
    ]


@pytest.mark.parametrize(("arguments", "said"), [
    (("walk",), "No such command 'walk'"),
    (("run",), "Missing argument 'RULES'"),
    (("run", "p.yaml", "--colour"), "No such option"),
    (("check", "p.yaml", "--set", "year"), "'year' is not NAME=VALUE"),
    (("preview", "p.yaml", "--rows", "0"), "Invalid value for '--rows'"),
])  # fmt: skip
def test_what_cannot_be_understood_is_told_with_exit_code_2(folder, arguments, said):
    found = wrangle_(*arguments, folder=folder)
    assert found.returncode == 2
    assert said in found.stderr
    assert "Traceback" not in found.stderr


def test_the_installed_command_is_the_same():
    command = Path(sys.executable).with_name("wrangle")
    if not command.exists():
        pytest.skip("the package is not installed here")
    found = subprocess.run([command, "steps"], capture_output=True, text=True, check=True)
    assert found.stdout == wrangle_("steps").stdout


def python(code, **environment):
    env = {name: value for name, value in os.environ.items() if name not in SETTINGS} | environment
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=env)


LOADED = """
import sys
from wrangle.cli import app
sys.argv = ["wrangle", "--help"]
try:
    app()()
except SystemExit:
    print([name for name in ("polars", "sklearn", "pandera", "rich.progress") if name in sys.modules])
"""


def test_help_does_not_import_what_it_does_not_need():
    assert python(LOADED).stdout.splitlines()[-1] == "[]"


STEPS = """
import os, sys
from wrangle.cli import main
sys.argv = ["wrangle", "steps"]
try:
    main()
except SystemExit:
    print(*(os.environ[name] for name in ("POLARS_ROW_GROUP_PREFETCH_SIZE", "_RJEM_MALLOC_CONF")))
"""


def test_what_the_user_set_for_polars_stays():
    prefetch, memory = python(STEPS, POLARS_ROW_GROUP_PREFETCH_SIZE="9").stdout.splitlines()[-1].split()
    assert prefetch == "9"
    assert memory.endswith(SETTINGS["_RJEM_MALLOC_CONF"])  # polars puts its own before


LOST = """
import sys
import wrangle.cli
sys.unraisablehook = wrangle.cli._tell_unraisable
class Lost:
    def __del__(self):
        raise {}
Lost()
"""


def test_only_ctrl_c_in_a_destructor_is_not_told():
    assert python(LOST.format("KeyboardInterrupt")).stderr == ""
    assert "ValueError: lost" in python(LOST.format("ValueError('lost')")).stderr
