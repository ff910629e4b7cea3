import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.steps.rows.deduplicate import Deduplicate

KEYS = st.tuples(st.sampled_from(["x", "y", "", None]), st.sampled_from([1.0, 2.0, float("nan"), None]))
ROWS = st.lists(st.tuples(KEYS, st.integers(0, 3) | st.none()), max_size=30)


def part_of(rows):
    data = [(*key, order, number) for number, (key, order) in enumerate(rows)]
    types = {"a": pl.String, "b": pl.Float64, "__order": pl.Int64, "__row": pl.UInt32}
    return pl.DataFrame(data, schema=types, orient="row")


@pytest.mark.parametrize("keep", ["first", "last", "none"])
@settings(deadline=None)
@given(rows=ROWS, seed=st.integers(0, 9))
def test_it_keeps_what_polars_keeps_in_whatever_order_the_rows_come(keep, rows, seed):
    part = part_of(rows)
    expected = part.unique(["a", "b"], keep=keep)["__row"].to_list()
    mixed = part.sample(fraction=1, shuffle=True, seed=seed)
    kept = mixed.filter(Deduplicate(keys=["a", "b"], keep=keep).keep_rows(mixed))["__row"].to_list()
    assert sorted(kept) == sorted(expected)


@settings(deadline=None)
@given(rows=ROWS)
def test_with_an_order_column_no_row_of_a_key_comes_after_the_one_that_is_kept_last(rows):
    part = part_of(rows)
    step = Deduplicate(keys=["a", "b"], keep="last", order_by="o")
    kept = part.filter(step.keep_rows(part))
    sorted_ = part.sort("__order", "__row", nulls_last=False)
    expected = sorted_.unique(["a", "b"], keep="last")["__row"].to_list()
    assert sorted(kept["__row"].to_list()) == sorted(expected)


def test_missing_values_are_counted_in_all_columns():
    step = Deduplicate(keys=["a"], keep="most_complete")
    frame = pl.DataFrame({"a": ["x", None], "b": [float("nan"), None], "c": [1, 2]})
    assert frame.select(step.needs()).to_dict(as_series=False) == {"__missing": [1, 2]}
