import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from wrangle.cli import progress as progress_module
from wrangle.cli.progress import progress

ROOT = Path(__file__).parents[2]


def test_without_a_terminal_a_line_is_printed_now_and_then(capsys, monkeypatch):
    monkeypatch.setattr(progress_module, "EVERY", 0.0)
    with progress(1000) as tell:
        tell(250_000)
        tell(1_500_000)
    assert capsys.readouterr().err == "250,000 rows\n1,500,000 rows\n"


def test_lines_do_not_follow_each_other_closely(capsys):
    with progress() as tell:
        for rows in range(1000):
            tell(rows)
    assert capsys.readouterr().err == ""


def test_nothing_is_printed_where_results_go(capsys, monkeypatch):
    monkeypatch.setattr(progress_module, "EVERY", 0.0)
    with progress() as tell:
        tell(5)
    assert capsys.readouterr().out == ""


SCRIPT = """
import time
from wrangle.cli.progress import progress
with progress(100) as tell:
    for rows in (50, 100, 30, 100):
        tell(rows)
        time.sleep(0.15)
"""


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals of POSIX systems")
def test_on_a_terminal_a_bar_tells_pass_and_rows_and_goes_at_the_end():
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "PYTHONPATH": str(ROOT)}
    run = subprocess.Popen([sys.executable, "-c", SCRIPT], stderr=theirs, stdout=subprocess.DEVNULL, env=env)
    os.close(theirs)
    shown = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not more:
            break
        shown += more
    os.close(ours)
    assert run.wait(timeout=30) == 0
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.decode())
    assert "pass 1" in text
    assert "pass 2" in text
    assert "100/100" in text
    assert "30/100" in text
    assert shown.rstrip().endswith((b"\x1b[2K", b"\x1b[?25h", b"\x1b[1A\x1b[2K"))
