"""What the guide's page on files shows of the command line is what is printed."""

import re
import shlex
import subprocess
from pathlib import Path

from typer.testing import CliRunner

from wrangle.cli import app
from wrangle.errors import WrangleError

PAGE = Path(__file__).parents[2] / "docs/guide/sources.md"


def said(command):
    if not command.startswith("wrangle "):
        subprocess.run(["bash", "-c", command], check=True)
        return ""
    found = CliRunner().invoke(app(), shlex.split(command)[1:])
    if isinstance(found.exception, WrangleError):
        return f"error: {found.exception}\n"
    assert found.exit_code == 0, found.exception
    return found.stdout


def test_the_page_shows_what_is_printed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```console\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    steps = [step for block in blocks for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    assert len(steps) > 5
    for step in steps:
        command, _, shown = step.partition("\n")
        assert said(command) == shown, command
