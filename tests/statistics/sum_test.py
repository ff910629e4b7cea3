import polars as pl
import pytest

from wrangle.statistics.sum import Sum


@pytest.mark.parametrize(("values", "total"), [([1, 2, None], 3.0), ([None], 0.0), ([], 0.0), ([0.1] * 10, 1.0)])
def test_the_sum_is_a_number(values, total):
    assert Sum("a").value(Sum("a").partial(pl.DataFrame({"a": values}, schema={"a": pl.Float64}))) == total


def test_each_group_has_its_sum():
    total = Sum("a", ("g",))
    answer = total.value(total.partial(pl.DataFrame({"a": [1, 2, 4, None], "g": ["y", "y", "x", "z"]})))
    assert answer.rows() == [("x", 4.0), ("y", 3.0)]
    assert answer.columns == ["g", "value"]


def test_parts_in_any_order_have_the_same_sum():
    total = Sum("a")
    one, other = (total.partial(pl.DataFrame({"a": values})) for values in ([1e16, 1.0], [-1e16, 1e-9]))
    assert total.value(total.merge(one, other)) == total.value(total.merge(other, one)) == 1.000000001
