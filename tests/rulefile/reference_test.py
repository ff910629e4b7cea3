import pytest

from wrangle.catalogue import UnknownNameError, modules
from wrangle.rulefile.reference import page


@pytest.mark.parametrize("keyword", [*modules("steps"), *modules("checks")])
def test_every_operation_has_a_page_with_options_and_an_example(keyword):
    text = page(keyword)
    assert text.startswith(f"# {keyword}\n")
    assert "## Options" in text
    assert "another kind" not in text
    assert "```python\n>>>" in text or "```python\n..." in text


def test_an_unknown_operation_names_the_closest():
    with pytest.raises(UnknownNameError, match="there is no step or check 'betwen': did you mean 'between'"):
        page("betwen")
