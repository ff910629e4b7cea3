"""What the guide's page shows of the command line is what is printed, but for times and digests."""

import re
import shlex
import subprocess
from pathlib import Path

from typer.testing import CliRunner

from wrangle.cli import app
from wrangle.errors import WrangleError

PAGE = Path(__file__).parents[2] / "docs/guide/repository.md"


def plain(text):
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:]+\+00:00", "TIME", text)
    return [re.sub(r" +", " ", re.sub(r"\b[0-9a-f]{64}\b", "DIGEST", line)).strip() for line in text.splitlines()]


def said(command):
    if not command.startswith("wrangle "):
        subprocess.run(command, shell=True, check=True)
        return ""
    found = CliRunner().invoke(app(), shlex.split(command)[1:])
    if isinstance(found.exception, WrangleError):
        return f"error: {found.exception}"
    assert found.exit_code == 0, found.exception
    return found.stdout


def test_the_page_shows_what_is_printed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WRANGLE_REPOSITORY", raising=False)
    blocks = re.findall(r"```console\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    steps = [step for block in blocks for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    assert len(steps) > 10
    for step in steps:
        command, _, shown = step.partition("\n")
        assert plain(said(command)) == plain(shown.rstrip("\n") + "\n" * bool(shown)), command
