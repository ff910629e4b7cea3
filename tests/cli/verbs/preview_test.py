import re

import pytest
from typer.testing import CliRunner

from wrangle.cli import app

RULES = """\
name: p
source: a.csv
vars: {most: 9}
columns: {a: float, b: string, n: integer}
clean:
  - trim: {columns: [b], name: "[bold] trim"}
  - clip: {column: a, max: "${most}"}
  - filter: n < 3
  - deduplicate: {keys: [b]}
  - derive: {c: a * 2}
  - clip: {column: c, min: 0, name: idle}
"""


@pytest.fixture
def preview(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    (tmp_path / "p.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "a.csv").write_text("a,b,n\n1, x,1\ndeep,y,2\n50,z,2\n3,w,9\n4,x,1\n", encoding="utf-8")

    def run(*more):
        found = CliRunner().invoke(app(), ["preview", "p.yaml", *more])
        assert found.exit_code == 0, found.exception
        return found.stdout

    return run


def line(text, *words):
    return any(all(word in each for word in words) for each in text.splitlines())


def test_each_step_shows_the_cells_that_it_changed_before_and_after(preview):
    shown = preview()
    assert line(shown, "0", " x → x")
    assert line(shown, "2", "50 → 9")
    assert line(shown, "1. [bold] trim")


def test_new_columns_are_shown_as_they_are(preview):
    assert re.search(r"2 +│ +18", preview())


def test_rows_that_leave_are_told(preview):
    shown = preview()
    assert "row 1 goes to the quarantine: a 'deep' is not a number" in shown
    assert shown.count("1 of these rows dropped") == 2


def test_a_step_that_did_nothing_says_so(preview):
    assert line(preview(), "idle", "no change in these rows")


def test_rows_say_how_many_are_shown(preview):
    shown = preview("--rows", "1")
    assert line(shown, " x → x")
    assert "50" not in shown
    assert "quarantine" not in shown


def test_settings_and_data_are_taken(preview, tmp_path):
    (tmp_path / "b.csv").write_text("a,b,n\n77, q,1\n", encoding="utf-8")
    shown = preview("--data", "b.csv", "--set", "most=70")
    assert line(shown, "77 → 70")
    assert line(shown, " q → q")


def test_nothing_is_written(preview, tmp_path):
    before = sorted(path.name for path in tmp_path.iterdir())
    preview()
    assert sorted(path.name for path in tmp_path.iterdir()) == before
