import polars as pl

from wrangle.statistics.distribution import Distribution


def test_values_stand_in_order_with_their_counts_and_what_is_not_finite_is_left_out():
    frame = pl.DataFrame({"a": [2.0, float("nan"), -1.0, None, 2.0, float("inf"), -0.0, 0.0]})
    distribution = Distribution("a")
    assert distribution.value(distribution.partial(frame)).rows() == [(-1.0, 1), (0.0, 2), (2.0, 2)]


def test_each_group_has_its_own():
    frame = pl.DataFrame({"a": [1, 1, 2], "value": ["x", "y", "x"]})
    distribution = Distribution("a", ("value",))
    found = distribution.value(distribution.partial(frame))
    assert (found.columns, found.rows()) == (
        ["value", "value_", "count"],
        [("x", 1.0, 1), ("x", 2.0, 1), ("y", 1.0, 1)],
    )
