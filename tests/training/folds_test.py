from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from wrangle.errors import TrainingError
from wrangle.sections.train import Split
from wrangle.training.folds import folds_of
from wrangle.training.part import Part

TIMES = pl.Series(
    [datetime(2026, 1, 1) + timedelta(hours=int(each)) for each in np.random.default_rng(0).permutation(60)]
)


def part(rows=60, *, target=None, by=None):
    return Part(np.zeros((rows, 1)), target, np.arange(rows), by=by)


def folds(part, how, count=5, *, split=None, classes=False, seed=0):
    return folds_of(part, how, count, split or Split(), classes=classes, seed=seed)


@pytest.mark.parametrize("how", ["random", "group", "hash"])
def test_each_row_is_measured_once_and_never_learned_from_in_its_fold(how):
    found = folds(part(by=pl.Series([f"g{each % 9}" for each in range(60)])), how)
    assert sorted(np.concatenate([test for _, test in found]).tolist()) == list(range(60))
    assert all(not set(train) & set(test) for train, test in found)


def test_by_time_the_past_tells_the_future():
    found = folds(part(by=TIMES), "time", 4)
    assert len(found) == 4
    assert all(TIMES[train].max() < TIMES[test].min() for train, test in found)


@pytest.mark.parametrize(("by", "gap", "apart"), [(TIMES, "3h", timedelta(hours=3)), (TIMES.rank("dense"), "3", 3)])
def test_the_gap_is_kept_before_each_fold(by, gap, apart):
    near, far = (folds(part(by=by), "time", 4, split=Split(by="t", gap=each)) for each in (None, gap))
    assert all(by[test].min() - by[train].max() > apart for train, test in far)
    assert all(len(train) - 3 == len(left) for (train, _), (left, _) in zip(near, far, strict=True))


def test_a_gap_that_leaves_nothing_to_learn_from_is_told():
    with pytest.raises(TrainingError, match="the gap of 5d leaves a fold no rows to learn from"):
        folds(part(by=TIMES), "time", split=Split(by="t", gap="5d"))


def test_whole_groups_stay_together():
    by = pl.Series([f"g{each % 9}" for each in range(60)])
    assert all(not set(by[train]) & set(by[test]) for train, test in folds(part(by=by), "group"))


def test_random_folds_hold_their_share_of_each_class_and_follow_the_seed():
    target = np.repeat([0, 1], [50, 10])
    first, again, other = (folds(part(target=target), "random", classes=True, seed=seed) for seed in (1, 1, 2))
    assert [target[test].sum() for _, test in first] == [2] * 5
    assert all((one[1] == two[1]).all() for one, two in zip(first, again, strict=True))
    assert any((one[1] != two[1]).any() for one, two in zip(first, other, strict=True))


@pytest.mark.parametrize(
    ("case", "how", "said"),
    [
        (part(9), "random", "9 training rows are too few for 5 folds"),
        (part(target=np.repeat([0, 1], [57, 3])), "random", "a class has 3 training rows, fewer than 5 folds"),
        (part(by=pl.Series(["a", "b"] * 30)), "group", "there are fewer groups than 5 folds"),
    ],
)
def test_too_few_rows_groups_or_members_of_a_class_are_told(case, how, said):
    with pytest.raises(TrainingError, match=said):
        folds(case, how, classes=case.target is not None)
