import numpy as np
from searches import FOLDS, SPACES, Hill, search

from wrangle.training.halving import halving


def test_halving_learns_from_more_rows_with_fewer_candidates():
    folds = [(np.arange(600), np.arange(600, 900)), (np.arange(300, 900), np.arange(300))]
    rows = [each.rows for each in halving(SPACES["halving"], folds, Hill(), 0)]
    assert rows == sorted(rows)
    assert len(set(rows)) > 1
    assert rows.count(rows[0]) > rows.count(rows[-1])


def test_what_measures_is_asked_as_it_is_and_not_copied():
    hill = Hill()
    found = halving(SPACES["halving"], FOLDS, hill, 0)
    assert len(hill.asked) >= len(found) * len(FOLDS)


def test_options_are_plain_numbers():
    found = halving(search("halving", 6, a={"min": 0, "max": 6}), FOLDS, Hill(), 0)
    assert all(type(each.options["a"]) is int for each in found)
