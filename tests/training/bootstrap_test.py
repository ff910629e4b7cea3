from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from wrangle.bundle.asking import Predictions
from wrangle.sections.train import Split
from wrangle.training.answers import Answers
from wrangle.training.bootstrap import LEAST, Draws, draws, interval, resample
from wrangle.training.part import Part


def part(rows, by=None):
    return Part(np.zeros((rows, 1)), np.zeros(rows), np.arange(rows, dtype=np.uint32), by=by)


def off_by(errors, weight=None):
    """Return answers of a regression that are off by given errors."""
    errors = np.asarray(errors, float)
    return Answers("regression", errors, Predictions(np.zeros(len(errors))), weight)


def measured(given, name="mae", *, split=None, by=None, seed=0, **options):
    drawn = draws(part(len(given), by), split or Split(), seed=seed, **options)
    return resample(given, [name], drawn).measured(name)


def test_the_interval_of_a_mean_is_that_of_its_standard_error():
    errors = np.random.default_rng(0).exponential(size=4000)
    found = measured(off_by(errors))
    width = 1.96 * errors.std() / len(errors) ** 0.5
    assert (found.low, found.high) == pytest.approx((errors.mean() - width, errors.mean() + width), rel=0.01)


def test_the_interval_covers_the_truth_as_often_as_it_says():
    random = np.random.default_rng(1)
    held = 0
    for seed in range(200):
        found = measured(off_by(random.exponential(size=200)), seed=seed, times=200)
        held += found.low <= 1.0 <= found.high
    assert 0.89 <= held / 200 <= 0.98


def test_rows_of_a_group_are_drawn_together_so_the_interval_is_as_wide_as_groups_differ():
    random = np.random.default_rng(2)
    held = {"hash": 0, "random": 0}
    for seed in range(100):
        who = np.repeat(np.arange(50), 20)
        given = off_by(np.repeat(random.exponential(size=50), 20))
        for how in held:
            found = measured(
                given,
                split=Split(by="who", how=how) if how != "random" else Split(),
                by=pl.Series("who", who),
                seed=seed,
                times=200,
            )
            held[how] += found.low <= 1.0 <= found.high
    assert held["hash"] >= 86
    assert held["random"] < 50


def test_with_time_whole_blocks_are_drawn_rows_of_one_moment_together():
    start = datetime(2026, 1, 1)
    hours = [start + timedelta(hours=each // 3) for each in range(300)]
    drawn = draws(part(300, pl.Series("at", hours)), Split(by="at"), seed=0)
    assert (drawn.units, drawn.how) == (20, "whole blocks of 5 moments of at")
    for counts in drawn:
        assert (counts.reshape(-1, 3) == counts[::3, None]).all()


def test_the_same_seed_gives_the_same_interval():
    given = off_by(np.arange(100))
    assert measured(given, seed=4) == measured(given, seed=4) != measured(given, seed=5)


def test_weights_count():
    errors = np.repeat([1.0, 3.0], 100)
    found = measured(off_by(errors, np.repeat([3.0, 1.0], 100)))
    assert found.value == 1.5
    assert found.low < 1.5 < found.high < 2


def test_of_many_rows_a_bounded_number_is_looked_at_and_the_interval_is_as_narrow_as_all_rows_make_it():
    errors = np.random.default_rng(3).exponential(size=50_000)
    whole, few = measured(off_by(errors)), measured(off_by(errors), limit=2_000)
    assert draws(part(50_000), Split(), seed=0, limit=2_000).rows.shape == (2_000,)
    assert few.value == whole.value
    assert few.high - few.low == pytest.approx(whole.high - whole.low, rel=0.15)


def test_of_many_groups_a_bounded_number_is_looked_at():
    who = pl.Series("who", np.repeat(np.arange(1000), 20))
    drawn = draws(part(20_000, who), Split(by="who"), seed=0, limit=2_000)
    assert (len(drawn.rows), drawn.units, drawn.of) == (2_000, 100, 1000)
    assert next(iter(drawn)).mean() == pytest.approx(10)


def test_of_large_groups_all_are_looked_at_with_some_rows_of_each_and_the_interval_is_that_of_all_rows():
    who = np.repeat(np.arange(40), 5_000)
    random = np.random.default_rng(4)
    errors = np.repeat(random.exponential(size=40), 5_000) + random.exponential(size=200_000)
    given, by = off_by(errors), pl.Series("who", who)
    drawn = draws(part(200_000, by), Split(by="who"), seed=0, limit=4_000)
    assert (len(drawn.rows), drawn.units, drawn.of) == (4_000, 40, 40)
    few = measured(given, by=by, split=Split(by="who"), limit=4_000)
    whole = measured(given, by=by, split=Split(by="who"), limit=200_000)
    assert few.value == whole.value
    assert few.high - few.low == pytest.approx(whole.high - whole.low, rel=0.15)


@pytest.mark.parametrize("rows", [0, 1, LEAST - 1])
def test_few_rows_have_no_interval(rows):
    found = measured(off_by(np.arange(rows)))
    assert (found.low, found.high) == (None, None)


def test_an_extreme_has_no_interval_for_draws_never_pass_it():
    found = measured(off_by(np.arange(100)), "max_error")
    assert (found.value, found.low, found.high) == (99, None, None)


def test_a_metric_that_most_draws_cannot_tell_has_no_interval():
    assert interval(0.5, 0.5, np.array([0.5, np.nan])) is None
    assert interval(float("nan"), 0.5, np.array([0.5])) is None


def test_an_interval_stays_within_the_range_of_its_metric():
    drawn = Draws(np.arange(20), None, 20, 20, "")
    found = resample(off_by(np.ones(20)), ["mae"], drawn)
    moved = replace(found, values={"mae": 0.5}, replicates={"mae": np.linspace(0, 1, 100)})
    assert moved.measured("mae").low == 0.0


def test_a_gain_is_paired_so_a_small_but_steady_one_is_seen():
    random = np.random.default_rng(5)
    errors = random.exponential(size=500) + 1
    drawn = draws(part(500), Split(), seed=0)
    one, other = (resample(off_by(each), ["mae"], drawn) for each in (errors - 0.01, errors))
    gain = one.gain_over(other, "mae")
    assert gain.value == pytest.approx(0.01)
    assert 0 < gain.low <= gain.high
    assert one.measured("mae").high > other.measured("mae").low
