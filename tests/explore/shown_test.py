import polars as pl
import pytest

from wrangle.errors import OutputError
from wrangle.explore.profile.profile import profile
from wrangle.explore.shown import Shown


def frame():
    return pl.DataFrame({"a": ["<b>", "x"]})


def test_facts_are_shown_by_their_report():
    found = profile(frame())
    assert isinstance(found, Shown)
    assert found.html().startswith("<!DOCTYPE html>")
    assert "2 rows" in str(found)


def test_the_page_in_a_notebook_is_one_attribute_whatever_it_holds():
    page = profile(frame())._repr_html_()
    assert page.startswith('<iframe srcdoc="')
    assert "<b>" not in page
    assert page.count('"') == 4


def test_a_page_that_cannot_be_written_says_where(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"file"):
        profile(frame()).save(tmp_path / "file" / "page.html")
