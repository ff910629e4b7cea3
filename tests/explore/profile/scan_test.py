import datetime as dt
from itertools import pairwise

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.explore.profile import counting
from wrangle.explore.profile.describe import column_profile, values_of
from wrangle.explore.profile.scan import Scan, beginning, candidates, scan


def column(rows, dtype, values):
    return st.lists(st.none() | values, min_size=rows, max_size=rows).map(lambda each: pl.Series(each, dtype=dtype))


FRAMES = st.integers(0, 60).flatmap(
    lambda rows: st.fixed_dictionaries(
        {
            "text": column(
                rows, pl.String(), st.sampled_from(["1.5", " 2", "n/a", "x", "1e30", "-7", "Oslo", "oslo "])
            ),
            "many": column(rows, pl.String(), st.integers(0, 40).map(str)),
            "number": column(rows, pl.Float64(), st.floats(-1e100, 1e100) | st.just(float("nan"))),
            "few": column(rows, pl.Float32(), st.sampled_from([0.0, -0.0, 1.5, float("nan"), float("inf")])),
            "whole": column(rows, pl.Int64(), st.integers(-(2**62), 2**62)),
            "day": column(rows, pl.Date(), st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))),
            "flag": column(rows, pl.Boolean(), st.booleans()),
        }
    ).map(pl.DataFrame)
)


def batches(frame, size):
    frame = frame.with_row_index("__row")
    return [frame.slice(start, size) for start in range(0, max(frame.height, 1), size)]


def test_equal_rows_and_columns_are_found_whatever_the_batches():
    frame = pl.DataFrame({"a": [1, 1, 2, 1], "b": ["x", "x", None, "y"]})
    for size in (1, 2, 10):
        found = scan(batches(frame, size), 10, 0)
        assert found.rows == 4
        assert found.equal.repeated == 1
        assert found.columns["a"].distinct == 2
        assert found.sample.rows.drop("__row").equals(frame)


def test_rows_with_lists_are_not_compared():
    found = scan(batches(pl.DataFrame({"a": [[1], [1]]}), 10), 10, 0)
    assert not found.compares_rows
    assert found.equal.rows == 0


def test_a_pair_that_few_rows_share_by_chance_is_no_key():
    frame = pl.DataFrame({"a": [n % 97 for n in range(100)], "b": [n % 89 for n in range(100)]})
    assert candidates(frame) == []


def test_measured_numbers_make_no_key():
    grid = [(one, other) for one in range(50) for other in range(50)]
    frame = pl.DataFrame({"a": [f"{one / 10:.1f}" for one, _ in grid], "b": [other / 2 for _, other in grid]})
    assert candidates(frame) == []
    assert candidates(frame.select(a=pl.Series([one for one, _ in grid]), b=pl.Series([str(each) for _, each in grid])))


def test_pairs_are_followed_through_all_rows():
    frame = pl.DataFrame({"day": [d for d in range(60) for _ in range(60)], "shop": list(range(60)) * 60})
    found = scan(batches(pl.concat([frame, frame.head(5)]), 5_000), 100, 0)
    assert found.pairs["day", "shop"].repeated == 5


def test_a_scan_of_parts_is_that_of_the_whole(monkeypatch):
    """Whatever the division: too many values to count in the whole but not in a part, ends, numbers, equal rows."""

    @settings(max_examples=60, deadline=None)
    @given(FRAMES, st.lists(st.integers(0, 60), max_size=6), st.integers(1, 20), st.integers(1, 70))
    def hold(frame, cuts, values, size):
        with monkeypatch.context() as patched:
            patched.setattr(counting, "VALUES", values)
            whole = scan(batches(frame, size), 10, 0)
            parted = divided(frame, cuts, first=beginning(frame.with_row_index("__row")))
        assert told(parted) == told(whole)
        assert parted.sample.rows.equals(whole.sample.rows, null_equal=True)

    hold()


def divided(frame, cuts, first):
    """Scan the rows between the cuts, each part by itself, and bring them together two by two."""
    rows = frame.with_row_index("__row")
    ends = sorted({0, frame.height, *(min(each, frame.height) for each in cuts)})
    left = []
    for start, end in pairwise([0, *ends]):
        part = Scan.begun(first, 10, 0)
        part.sample.expect(frame.height)
        part.follow(batches_of(rows.slice(start, end - start), 7))
        part.settle()
        left.append(part)
    while len(left) > 1:
        one, other = left[0], left.pop(1)
        whole = Scan.begun(first, 10, 0)
        whole.take(one)
        whole.take(other)
        left[0] = whole
    left[0].finish()
    return left[0]


def batches_of(rows, size):
    return [rows.slice(start, size) for start in range(0, max(rows.height, 1), size)]


def told(found):
    columns = found.sample.rows.drop("__row")
    described = {
        name: column_profile(name, columns.schema[name], each, values_of(each, columns[name])).describe()
        for name, each in found.columns.items()
    }
    pairs = {pair: (each.rows, each.distinct, each.repeated) for pair, each in found.pairs.items()}
    return found.rows, described, pairs, (found.equal.distinct, found.equal.repeated)
