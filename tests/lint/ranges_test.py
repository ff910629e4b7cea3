import math

import pytest

from wrangle.lint.ranges import range_of
from wrangle.lint.subject import Subject
from wrangle.rulefile.read import read_placed


def seen(*steps, contract="{type: float, min: 0, max: 10}"):
    text = f"columns: {{x: {contract}, y: float}}\nclean:\n" + "".join(f"  - {step}\n" for step in steps)
    trail = Subject(*read_placed(text)).trail
    found = range_of(trail, trail.after["x"], 1_000)
    return found.low, found.high


OPEN = (-math.inf, math.inf)


@pytest.mark.parametrize(
    ("steps", "wanted"),
    [
        ([], (0, 10)),
        (["clip: {column: x, min: 5}"], (5, 10)),
        (["clip: {column: x, min: 5, where: y > 0}"], (0, 10)),
        (["derive: {x: 20 - 2 * x}"], (0, 20)),
        (["derive: {x: x * x - 5 * x}"], OPEN),
        (["derive: {x: x + y}"], OPEN),
        (["derive: {x: LN(x)}"], OPEN),
        (["scale: {column: x}"], OPEN),
    ],
)
def test_a_range_is_followed_as_far_as_steps_keep_the_order(steps, wanted):
    assert seen(*steps) == wanted


def test_without_ends_nothing_is_known():
    assert seen(contract="float") == OPEN
    assert seen(contract="{type: float, min: 1}") == (1, math.inf)
