import pytest

from wrangle.expressions.durations import UNITS, microseconds


@pytest.mark.parametrize(
    ("text", "said"),
    [("3h", 3 * UNITS["h"]), ("90m", 90 * UNITS["m"]), ("90 min", 90 * UNITS["m"]), ("500ms", 500_000),
     ("1w2d", 9 * UNITS["d"]), ("1d 12h", 36 * UNITS["h"])],
)  # fmt: skip
def test_a_duration_is_a_number_and_a_unit_or_several(text, said):
    assert microseconds(text) == said


@pytest.mark.parametrize("text", ["", "3", "h", "3 months", "1y", "-3h", "1.5h", "3h later", "3H"])
def test_what_is_no_duration_is_told_how_to_write_one(text):
    with pytest.raises(ValueError, match="is no duration: write a whole number and a unit of ms, s, m"):
        microseconds(text)


def test_a_duration_of_no_length_is_refused():
    with pytest.raises(ValueError, match="'0h' is of no length"):
        microseconds("0h")
