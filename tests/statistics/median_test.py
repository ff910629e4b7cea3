import polars as pl

from wrangle.statistics.median import Median


def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two():
    median = Median("a")
    assert median.value(median.partial(pl.DataFrame({"a": [1.0, 10.0, 2.0, 3.0]}))) == 2.5


def test_halves_and_medians_are_asked_alike():
    assert Median("a").probabilities == (0.5,)
    assert Median("a") == Median("a", limit=1_000_000)
