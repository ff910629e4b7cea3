from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from wrangle.bundle.asking import Predictions
from wrangle.sections.train import Split
from wrangle.training.answers import Answers
from wrangle.training.part import Part
from wrangle.training.slices import MISSING, OTHERS, groups, slices


def sliced(frame, errors, name="mae"):
    errors = np.asarray(errors, float)
    test = Part(np.zeros((len(errors), 1)), errors, np.arange(len(errors)), slices=frame)
    given = Answers("regression", errors, Predictions(np.zeros(len(errors))))
    return slices(test, given, name, Split(), seed=0)


def test_the_worst_slice_comes_first_and_those_surely_worse_are_marked():
    frame = pl.DataFrame({"station": ["a"] * 60 + ["b"] * 60 + ["c"] * 60})
    found = sliced(frame, np.concatenate([np.full(60, 1.0), np.full(60, 3.0), np.full(60, 2.0)]))
    assert [(each.value, each.measured.value, each.worse) for each in found] == [
        ("b", 3.0, True),
        ("c", 2.0, False),
        ("a", 1.0, False),
    ]
    assert (found[0].rows, found[0].share, found[0].truth) == (60, pytest.approx(1 / 3), 3.0)


def test_slices_of_few_rows_are_not_shown():
    found = sliced(pl.DataFrame({"s": ["a"] * 29 + ["b"] * 30}), np.ones(59))
    assert [each.value for each in found] == ["b"]


def test_a_slice_of_one_class_stands_last():
    truth = np.array([0, 1] * 40 + [0] * 40)
    chances = np.column_stack([1 - truth, truth]) * 0.8 + 0.1
    frame = pl.DataFrame({"s": ["one"] * 80 + ["other"] * 40})
    test = Part(np.zeros((120, 1)), truth, np.arange(120), slices=frame)
    given = Answers("binary", truth, Predictions(truth, chances), classes=2)
    found = slices(test, given, "roc_auc", Split(), seed=0)
    assert [each.value for each in found] == ["one", "other"]
    assert np.isnan(found[1].measured.value)


def held(column):
    return [(value, len(places)) for value, places in groups(column)]


def test_equal_numbers_are_never_parted():
    assert held(pl.Series([0] * 90 + list(range(1, 11)))) == [("0 to 0", 90), ("1 to 10", 10)]


def test_few_numbers_are_values_of_their_own():
    assert held(pl.Series([3, 1, 3, None])) == [("3", 2), ("1", 1), (MISSING, 1)]


def test_dates_are_divided_too():
    days = pl.Series([date(2026, 1, 1) + timedelta(days=each) for each in range(20)])
    assert held(days)[0] == ("2026-01-01 to 2026-01-04", 4)


def test_nan_counts_as_missing():
    assert held(pl.Series([float("nan"), *map(float, range(20))]))[-1] == (MISSING, 1)


def test_rare_texts_stand_together():
    texts = pl.Series([f"t{each:02}" for each in range(25)] + ["t24"] * 3)
    found = dict(held(texts))
    assert (found["t24"], found[OTHERS], len(found)) == (4, 5, 21)


def test_truth_values_and_a_constant_are_slices():
    assert held(pl.Series([True, False, True])) == [("true", 2), ("false", 1)]
    assert held(pl.Series([None, None], dtype=pl.Float64)) == [(MISSING, 2)]
    assert held(pl.Series([None, None])) == [(MISSING, 2)]


def test_every_row_stands_in_one_slice():
    random = np.random.default_rng(0)
    for column in (pl.Series(random.normal(size=101)), pl.Series(random.integers(0, 30, 101)).cast(pl.String)):
        places = np.concatenate([each for _, each in groups(column)])
        assert sorted(places) == list(range(101))
