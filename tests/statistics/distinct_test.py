import numpy as np
import polars as pl
import pytest

from wrangle.statistics.distinct import DistinctCount


def _ask(statistic, **columns):
    return statistic.value(statistic.partial(pl.DataFrame(columns)))


def test_up_to_its_size_the_number_is_exact():
    assert _ask(DistinctCount("a"), a=[*range(4096), *range(4096)]) == 4096
    assert _ask(DistinctCount("a"), a=[None, float("nan"), 0.0, -0.0]) == 1
    assert _ask(DistinctCount("a"), a=[None]) == 0


@pytest.mark.parametrize("kind", ["integers", "floats", "text"])
@pytest.mark.parametrize("many", [5_000, 200_000])
def test_beyond_it_the_number_is_within_four_standard_errors(kind, many):
    numbers = pl.Series(np.arange(many))
    values = {"integers": numbers, "floats": numbers / 10, "text": numbers.cast(pl.String)}[kind]
    statistic = DistinctCount("a")
    assert _ask(statistic, a=values) == pytest.approx(many, rel=4 * statistic.error)


def test_the_error_of_many_sketches_is_as_stated():
    estimates = np.array([_ask(DistinctCount("a", size=100), a=range(n, n + 3000)) for n in range(0, 600_000, 3000)])
    spread = np.sqrt(np.mean((estimates / 3000 - 1) ** 2))
    assert 0.8 < spread / DistinctCount("a", size=100).error < 1.2


def test_each_group_has_its_number():
    answer = _ask(DistinctCount("a", ("g",), size=50), a=[*range(50), *range(2000)], g=["x"] * 50 + ["y"] * 2000)
    assert answer["value"][0] == 50
    assert answer["value"][1] == pytest.approx(2000, rel=0.5)
