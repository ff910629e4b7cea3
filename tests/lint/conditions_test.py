import pytest

from wrangle.expressions.sql import parse
from wrangle.lint.conditions import compared


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a > 5", ["a > 5"]),
        ("-3 <= a", ["a >= -3"]),
        ("NOT a IN (1, 2)", ["a = 1", "a = 2"]),
        ("a = b OR LOWER(a) = 'x'", []),
        ("a + 1 > 2", []),
    ],
)
def test_only_bare_columns_and_written_values_are_compared(text, found):
    assert [str(each) for each in compared(parse(text))] == found
