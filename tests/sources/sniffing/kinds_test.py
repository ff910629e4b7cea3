import pytest

from wrangle.sources.sniffing.kinds import kind


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("", "empty"), ("n/a", "empty"), ("-", "empty"),
        ("-1,234.5", "number"), ("1.234,5", "number"), ("$3", "number"), ("5 %", "number"), ("(12)", "number"),
        ("1e-5", "number"), (".5", "number"), ("12 €", "number"), ("-INF", "number"),
        ("2024-01-02", "time"), ("3/4/20 5:00 PM", "time"), ("2024-01-02T10:11:12.5+02:00", "time"),
        ("1-May-12", "time"), ("Jan 5, 2020", "time"), ("12:30", "time"),
        ("TRUE", "truth"), ("n", "truth"),
        ("Men's hat", "text"), ("12 apples", "text"), ("http://a.b/c", "text"), ("2020-13", "text"),
        ("611;81", "odd"), ('"hello', "odd"), ("'x'", "odd"), ("a\tb", "odd"),
    ],
)  # fmt: skip
def test_a_cell_is_told_by_its_looks(cell, what):
    assert kind(cell) == what
