import pytest

from wrangle.sources.sniffing.notation import has_comma, notation


@pytest.mark.parametrize(
    ("cells", "signs"),
    [
        (["1.234,5", "7,25"], (",", ".")),
        (["7,25", "8"], (",", None)),
        (["1,234.5", "7.25"], (".", ",")),
        (["1,234", "5,678"], (None, None)),
        (["1.5", "1,5"], (None, None)),
        (["x", ""], (None, None)),
    ],
)
def test_signs_are_told_where_they_can_mean_nothing_else(cells, signs):
    assert notation(cells) == signs


def test_a_group_of_three_after_a_comma_may_be_thousands():
    assert has_comma("1,5")
    assert not has_comma("1,500")
