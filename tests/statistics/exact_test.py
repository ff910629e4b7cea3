from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.statistics.exact import BLOCK, exact_sums, nearest, root

FINITE = st.floats(allow_nan=False, allow_infinity=False)


def _total(sums, power, group=0):
    pieces = ((place, units) for (each, place), units in sums.items() if each == power)
    return sum((int(units[group]) * Fraction(2) ** place for place, units in pieces), Fraction(0))


@settings(max_examples=200)
@given(st.lists(st.lists(FINITE, min_size=1, max_size=8), min_size=1, max_size=5))
def test_sums_of_values_and_squares_are_exact_in_every_group(groups):
    starts = np.cumsum([0, *(len(group) for group in groups[:-1])])
    sums = exact_sums(np.concatenate(groups), starts, squares=True)
    for number, group in enumerate(groups):
        assert _total(sums, 1, number) == sum(map(Fraction, group))
        assert _total(sums, 2, number) == sum(Fraction(value) ** 2 for value in group)


def test_groups_may_begin_and_end_anywhere_in_a_block():
    values = np.random.default_rng(0).normal(0, 1e3, 2 * BLOCK + 7)
    starts = np.array([0, 3, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK])
    sums = exact_sums(values, starts, squares=False)
    for number, group in enumerate(np.split(values, starts[1:])):
        assert _total(sums, 1, number) == sum(map(Fraction, group.tolist()))


def test_no_values_have_no_pieces():
    assert exact_sums(np.array([]), np.array([0]), squares=True) == {}


@given(st.fractions(min_value=0))
def test_roots_are_right_to_the_last_bits(number):
    above, below = number.as_integer_ratio()
    assert abs(Fraction(root(above, below)) ** 2 - number) <= number * Fraction(1, 2**51)
    assert nearest(above, below) == float(number)
