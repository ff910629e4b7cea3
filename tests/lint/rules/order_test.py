import pytest
from linted import named

IN_ORDER = [
    "impute: {column: x, with: mean}",
    "power: {column: x, with: yeo_johnson}",
    "interact: {columns: [x, y]}",
    "scale: {column: x, with: standard}",
]


@pytest.mark.parametrize("second", range(1, len(IN_ORDER)))
def test_a_step_that_should_stand_before_is_found(second):
    assert named(IN_ORDER[second], IN_ORDER[0]) == [("order", 4)]


def test_the_order_advised_is_not():
    assert named(*IN_ORDER) == []


def test_levels_are_settled_before_they_are_encoded():
    steps = ["lump_rare: {column: a, min_count: 2}", "one_hot: {column: a}"]
    assert named(*steps) == []
    assert named(*reversed(steps)) == [("order", 4)]


def test_names_may_be_settled_before_gaps_are_filled():
    assert named("canonicalize: {column: a, names: {Norway: NO}}", "impute: {column: a, with: mode}") == []


def test_columns_that_only_make_groups_do_not_count():
    assert named("lump_rare: {column: a, min_count: 2}", "impute: {column: x, with: mean, by: a}") == []
