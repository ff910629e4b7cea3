import re

import polars as pl
import pytest

import wrangle
from wrangle.explore.diff.diff import diff
from wrangle.reports.diff import render, summary, text

FRAME = pl.DataFrame({"a": ["<b>x</b>", " y", None], "n": [1.0, -2.0, 3.0]})
NEW = """
name: new
clean: [trim: {columns: [a]}, cast: {columns: [n], to: integer}, derive: {d: n * 2}]
expect: [not_null: {column: a, otherwise: quarantine}]
"""


@pytest.fixture(scope="module")
def facts():
    return diff(wrangle.read_text("name: old"), wrangle.read_text(NEW), FRAME).to_dict()


def test_the_sentence_names_all_that_differs(facts):
    assert summary(facts) == (
        "of 3 rows differ: 1 cells of 1 rows; 1 rows that leave or go otherwise; 1 columns that are new or gone; "
        "1 types of columns; 1 checks"
    )


def test_the_page_needs_nothing_else_and_escapes_the_data(facts):
    page = render(facts)
    assert re.findall(r'(?:src|href)="', page) == []
    assert "<b>x</b>" not in page
    assert "now quarantined, by not_null a 1; before clean" in page


def test_as_text_each_difference_has_a_line(facts):
    told = text(facts).splitlines()
    assert "  new column d: integer" in told
    assert "  a: 1 cells" in told
    assert "      row 1: '␣y' -> 'y'" in told
    assert "  n: 0 cells, float -> integer" in told
    assert any(line.startswith("  check new") for line in told)
