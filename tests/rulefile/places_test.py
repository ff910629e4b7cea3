from pathlib import Path

import pytest

from wrangle.errors import Place
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.compose import compose
from wrangle.rulefile.operations import read_operations
from wrangle.rulefile.places import Places

TEXT = """\
expect:
  - compound_unique:
      columns: [a, b]
      where: "c > d_max"
  - in_set: {column: a, values: [x], where: d > 5}
  - not_null: {column: a, where: >-
      d > 5}
"""


@pytest.fixture
def places():
    faults = Faults()
    faults.know(None, Path(), TEXT)
    root = compose(TEXT.replace(">-\n      d > 5", "'d\n      > 5'"), None, faults)
    ((section, node),) = root.entries
    return Places(faults, {"columns": [], "steps": [], "expect": read_operations("checks", section, node, faults)})


@pytest.mark.parametrize(
    ("at", "line", "column"),
    [
        ((0,), 2, 5),
        ((0, "columns"), 3, 16),
        ((0, "columns", "b"), 3, 20),
        ((0, "columns", "zzz"), 3, 16),
        ((0, "where", "d_max"), 4, 19),
        ((0, "where", "d"), 4, 14),
        ((0, "otherwise"), 2, 5),
        ((1, "where", "d"), 5, 45),
        ((2, "where", "d"), 6, 34),
    ],
)
def test_the_innermost_place_that_is_known_is_found(places, at, line, column):
    assert places.find("expect", *at) == Place(None, line, column)


def test_a_position_that_was_not_read_has_no_place(places):
    assert places.find("steps", 0) is None
    assert places.find("expect", -1) is None
    assert places.find("expect", 3) is None
