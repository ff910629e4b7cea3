import polars as pl

from wrangle.statistics.mean import Mean


def test_the_mean_is_a_number_or_none():
    assert [Mean("a").value(Mean("a").partial(pl.DataFrame({"a": a}))) for a in ([1, 2, None], [None])] == [1.5, None]


def test_each_group_has_its_mean():
    mean = Mean("a", ("g",))
    answer = mean.value(mean.partial(pl.DataFrame({"a": [1, 2, 4, None], "g": ["y", "y", "x", "z"]})))
    assert answer.rows() == [("x", 4.0), ("y", 1.5)]
    assert answer.columns == ["g", "value"]
