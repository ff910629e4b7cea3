from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from wrangle.errors import TrainingError
from wrangle.sections.train import Split
from wrangle.training.split import divide, divide_rest, duration

HOURS = pl.Series("t", [datetime(2026, 1, 1) + timedelta(hours=each) for each in range(100)])
KEYS = pl.Series("k", [f"key {each % 25}" for each in range(200)])


def shares(codes):
    return [int((codes == code).sum()) for code in (0, 1, 2)]


@pytest.mark.parametrize("seed", [0, 1])
def test_random_parts_have_their_shares_and_follow_the_seed(seed):
    split = Split(test=0.2, validation=0.1)
    codes = divide(split, None, 100, seed).codes
    assert shares(codes) == [70, 10, 20]
    assert (codes == divide(split, None, 100, seed).codes).all()
    assert (codes != divide(split, None, 100, seed + 1).codes).any()


def test_each_class_has_the_same_share_in_every_part():
    target = pl.Series(["rare"] * 10 + ["usual"] * 90)
    codes = divide(Split(test=0.2, validation=0.1), None, 100, 0, target).codes
    assert shares(codes[:10]) == [7, 1, 2]
    assert shares(codes[10:]) == [63, 9, 18]
    plain = [shares(divide(Split(stratify=False), None, 100, seed, target).codes[:10]) for seed in range(10)]
    assert len({str(each) for each in plain}) > 1


@pytest.mark.parametrize("by", [HOURS, HOURS.dt.date().cast(pl.Date).dt.offset_by("0d"), HOURS.cast(pl.Int64)])
def test_by_time_the_oldest_rows_train_and_the_newest_are_the_test(by):
    drawn = np.random.default_rng(0).permutation(100)
    by = by.gather(drawn)
    codes = divide(Split(by="t", how="time", test=0.2, validation=0.2), by, 100, 0).codes
    latest = [by.filter(pl.Series(codes == code)).max() for code in (0, 1)]
    assert latest[0] < by.filter(pl.Series(codes == 1)).min()
    assert latest[1] < by.filter(pl.Series(codes == 2)).min()


def test_rows_of_one_time_are_in_one_part():
    by = pl.Series([date(2026, 1, 1 + each // 40) for each in range(200)])
    codes = divide(Split(by="t"), by, 200, 0).codes
    assert all(len(set(codes[begin : begin + 40])) == 1 for begin in range(0, 200, 40))


@pytest.mark.parametrize("validation", [0.0, 0.2])
def test_the_gap_before_each_border_is_in_no_part(validation):
    found = divide(Split(by="t", test=0.2, validation=validation, gap="3h"), HOURS, 100, 0)
    borders = [80] if not validation else [60, 80]
    assert np.flatnonzero(found.codes == 255).tolist() == [
        each for border in borders for each in range(border - 3, border)
    ]
    assert found.counts()["none"] == 3 * len(borders)


def test_a_gap_of_numbers_is_one_of_a_column_of_numbers():
    by = pl.Series(range(100))
    found = divide(Split(by="n", how="time", gap="5"), by, 100, 0)
    assert np.flatnonzero(found.codes == 255).tolist() == [75, 76, 77, 78, 79]
    with pytest.raises(TrainingError, match="`gap` must be a number, as 'n' is, not '3h'"):
        divide(Split(by="n", how="time", gap="3h"), by, 100, 0)


def test_rows_without_a_time_are_in_no_part():
    codes = divide(
        Split(by="t"),
        HOURS.to_frame().with_row_index().select(pl.when(pl.col("index") != 50).then("t")).to_series(),
        100,
        0,
    ).codes
    assert codes[50] == 255
    assert (np.delete(codes, 50) != 255).all()


def test_the_borders_of_the_parts_are_told():
    found = divide(Split(by="t", test=0.25), HOURS, 100, 0)
    assert found.how == "time"
    assert found.borders == {"training": "2026-01-01 00:00:00", "test": "2026-01-04 03:00:00"}


@pytest.mark.parametrize("how", ["group", "hash"])
def test_whole_keys_stay_together(how):
    codes = divide(Split(by="k", how=how, test=0.3, validation=0.2), KEYS, 200, 0).codes
    assert len(set(zip(KEYS, codes.tolist(), strict=True))) == 25
    assert min(shares(codes)) > 0


def test_a_key_is_in_the_same_part_for_ever_by_hash():
    split = Split(by="k", how="hash", test=0.3)
    first = divide(split, KEYS, 200, 0).codes
    more = pl.concat([pl.Series("k", [f"new {each}" for each in range(300)]), KEYS])
    assert (divide(split, more, 500, 0).codes[300:] == first).all()
    assert (divide(split, KEYS, 200, 1).codes != first).any()
    found = dict(zip(KEYS, first.tolist(), strict=True))
    assert [found[f"key {each}"] for each in range(8)] == [2, 0, 2, 2, 2, 0, 0, 0]


def test_a_text_is_split_by_group_and_a_time_by_time_where_nothing_is_said():
    assert divide(Split(by="k"), KEYS, 200, 0).how == "group"
    assert divide(Split(by="t"), HOURS, 100, 0).how == "time"
    assert divide(Split(by="n"), pl.Series(range(100)), 100, 0).how == "group"


@pytest.mark.parametrize(
    ("split", "by", "said"),
    [
        (Split(by="k", how="time"), KEYS, "'k' is text: read it as times first"),
        (Split(by="k"), pl.Series([None] * 200, dtype=pl.String), "the column has no value"),
        (Split(by="k"), pl.Series(["a"] * 200), "leaves no rows for training"),
        (Split(by="t"), pl.Series([date(2026, 1, 1)] * 200), "leaves no rows for training"),
        (Split(by="k", how="hash"), pl.Series(["a"] * 200), "leaves no rows for"),
        (Split(), None, "there are 2 rows to divide: bring more data"),
    ],
)
def test_what_cannot_divide_is_told(split, by, said):
    with pytest.raises(TrainingError) as caught:
        divide(split, by, 2 if by is None else 200, 0)
    assert said in str(caught.value)


@pytest.mark.parametrize("text", ["3", "h", "3 hours", "-1h", ""])
def test_what_is_no_span_of_time_is_refused(text):
    with pytest.raises(TrainingError, match="is no span of time: write `90s`, `30m`, `3h`, `2d` or `1w`"):
        duration(text)


def test_rows_without_a_number_are_in_no_part():
    by = pl.Series("by", [1.0, 2.0, 3.0, 4.0, float("nan"), None])
    assert divide(Split(by="by", how="time", test=0.25), by, 6, 0).codes.tolist() == [0, 0, 0, 2, 255, 255]


@pytest.mark.parametrize("split", [Split(validation=0.25, test=0.5), Split(by="t", validation=0.25, test=0.5)])
def test_where_the_test_is_given_only_validation_is_taken_of_the_rest(split):
    held = np.array([0, 2, 0, 0, 255, 2] * 20, np.uint8)
    times = pl.Series("t", range(120)).cast(pl.Date)
    found = divide_rest(split, times if split.by else None, held, seed=0)
    np.testing.assert_array_equal(found.codes[held != 0], held[held != 0])
    assert found.counts() == {"training": 30, "validation": 30, "test": 40, "none": 20}
    if split.by:
        assert found.how == "time"
        assert times.filter(pl.Series(found.codes == 1)).min() > times.filter(pl.Series(found.codes == 0)).max()


def test_where_the_test_is_given_it_must_hold_rows_and_rows_without_a_time_are_in_no_part():
    held = np.array([0, 0, 0, 2], np.uint8)
    times = pl.Series("t", [1, None, 3, 4]).cast(pl.Date)
    assert divide_rest(Split(by="t"), times, held, seed=0).codes.tolist() == [0, 255, 0, 2]
    with pytest.raises(TrainingError, match="leaves no rows for test"):
        divide_rest(Split(by="t"), times, np.zeros(4, np.uint8), seed=0)
