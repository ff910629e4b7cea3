import re

import polars as pl
import pytest

from wrangle.explore.profile.profile import profile
from wrangle.reports.profile import bars, cut, render, rule, text

FRAME = pl.DataFrame(
    {
        "<i>name</i>": ["<script>alert(1)</script>", "b"] * 40,
        "n": ["1", "2,5", "n/a", "4"] * 20,
        "when": [f"2013-01-{day:02}" for day in range(1, 21)] * 4,
        "unit": ["12 kt", "3 m/s"] * 40,
    }
)


@pytest.fixture(scope="module")
def facts():
    return profile(FRAME, target="n").to_dict()


def test_text_of_the_data_is_escaped_in_the_page(facts):
    page = render(facts)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<i>" not in page


def test_the_page_needs_nothing_else(facts):
    page = render(facts)
    assert re.findall(r'(?:src|href)="(?!#)', page) == []
    assert "http" not in page.replace("http-equiv", "")


def test_what_to_clean_comes_before_the_columns(facts):
    page = render(facts)
    assert page.index("What to clean") < page.index("<h2>Columns") < page.index("<h2>Each column")


def test_every_link_of_the_page_has_its_place(facts):
    page = render(facts)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'id="([^"]+)"', page))


def test_as_text_it_has_a_line_for_each_column_and_concern(facts):
    told = text(facts)
    assert all(name in told for name in FRAME.columns)
    assert told.count("      - ") == sum(bool(each["step"]) for each in facts["concerns"])


def test_a_histogram_of_nothing_is_nothing():
    assert bars([], "x") == bars([0], "x") == ""


def test_steps_are_written_as_yaml():
    assert rule({"null_values": {"columns": ["a b"], "values": ["null", -9, "${x}"]}}) == (
        'null_values: {columns: ["a b"], values: ["null", -9, "$${x}"]}'
    )


def test_blanks_at_the_ends_are_shown():
    assert cut("  a b ") == "␣␣a b␣"


def test_signs_that_a_terminal_obeys_are_not_printed():
    frame = pl.DataFrame({"a\x1b[2J": ["x\x1b[31m", "y\nz", "w"]})
    told = text(profile(frame).to_dict())
    assert "\x1b" not in told
    assert len(told.splitlines()) == 3
