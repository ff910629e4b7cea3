import polars as pl

from wrangle.explore.profile.scan import candidates, scan


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
