import pytest

from wrangle.catalogue import UnknownNameError, modules
from wrangle.rulefile.reference import page, section_classes


@pytest.mark.parametrize("keyword", [*modules("steps"), *modules("checks")])
def test_every_operation_has_a_page_with_options_and_an_example(keyword):
    text = page(keyword)
    assert text.startswith(f"# {keyword}\n")
    assert "## Options" in text
    assert "another kind" not in text
    assert "```python\n>>>" in text or "```python\n..." in text


def test_an_unknown_operation_names_the_closest():
    with pytest.raises(UnknownNameError, match="there is no step, check or section 'betwen': did you mean 'between'"):
        page("betwen")


@pytest.mark.parametrize("keyword", section_classes())
def test_every_section_has_a_page_that_tells_each_option_however_deep(keyword):
    text = page(keyword)
    assert f"# {keyword}\n\n*section*" in text
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert rows
    assert all(line.rstrip(" |").rpartition("|")[2].strip() for line in rows), "an option has no docstring"


def test_what_is_in_a_section_is_told_below_it():
    headings = [line for line in page("monitor").splitlines() if line.startswith("## ")]
    assert "## monitor: retrain: holdout" in headings
    assert "| `keep` |" in page("monitor")


def test_a_name_of_a_check_and_a_section_has_both():
    text = page("columns")
    assert text.startswith("# columns\n\n*check*")
    assert "# columns\n\n*section*" in text
