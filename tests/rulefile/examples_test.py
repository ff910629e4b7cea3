import pytest

from wrangle.errors import Place
from wrangle.rulefile.examples import typed
from wrangle.rulefile.nodes import Text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", 5),
        ("-5", -5),
        ("0x1F", 31),
        ("0o17", 15),
        ("017", 17),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("-.inf", float("-inf")),
        ("TRUE", True),
        ("false", False),
        ("Null", None),
        ("", None),
        ("NO", "NO"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("2024-01-01", "2024-01-01"),
        ("inf", "inf"),
        (".", "."),
    ],
)
def test_unquoted_text_has_the_types_of_yaml_1_2(text, expected):
    found = typed(Text(Place(None, 1, 1), text))
    assert found == expected
    assert type(found) is type(expected)


def test_quoted_text_is_text():
    assert typed(Text(Place(None, 1, 1), "5", "quoted")) == "5"
