import pytest

from wrangle.sources.names import NAME


@pytest.mark.parametrize(
    ("name", "found"), [("weather", ("weather", None)), ("a-b_1@30", ("a-b_1", "30")), ("a.csv", None), ("a@b", None)]
)
def test_what_names_a_table(name, found):
    match = NAME.fullmatch(name)
    assert (match and match.group("name", "version")) == found
