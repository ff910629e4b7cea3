import pytest

from wrangle.sources.globs import fixed, shape


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("**/a.csv", "a.csv", True),
        ("**/a.csv", "x/y/a.csv", True),
        ("x/**", "x/y/z", True),
        ("201?/a", "2013/a", True),
        ("201?/a", "201//a", False),
        ("[ab].csv", "b.csv", True),
        ("[!ab].csv", "b.csv", False),
        ("a.csv", "abcsv", False),
        ("*", "a/b", False),
    ],
)
def test_a_name_fits_a_pattern_or_not(pattern, name, fits):
    assert bool(shape(pattern).fullmatch(name)) == fits


def test_a_pattern_without_folders_has_none():
    assert list(fixed("*.csv")) == []
