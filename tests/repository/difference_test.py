from collections import Counter

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.errors import SourceError
from wrangle.repository.difference import EXAMPLES, Side, difference

CELLS = st.tuples(st.sampled_from(["x", "y", None]), st.sampled_from([0.5, float("nan"), None]))
ROWS = st.dictionaries(st.one_of(st.none(), st.integers(0, 6)), CELLS)
SCHEMA = {"k": pl.Int64, "a": pl.String, "b": pl.Float64}


def frame(rows):
    return pl.LazyFrame([(key, *cells) for key, cells in rows.items()], schema=SCHEMA, orient="row")


def same(one, other):
    return str(one) == str(other)


@settings(max_examples=60, deadline=None)
@given(ROWS, ROWS)
def test_by_key_it_is_what_a_comparison_of_all_cells_finds(one, other):
    found = difference(Side("one", frame(one)), Side("other", frame(other)), ["k"])
    both = one.keys() & other.keys()
    odd = {name: [key for key in both if not same(one[key][at], other[key][at])] for at, name in enumerate("ab")}
    assert (found.added, found.removed) == (len(other.keys() - both), len(one.keys() - both))
    assert found.changed == len(set(odd["a"]) | set(odd["b"]))
    assert {row["column"]: row["changed"] for row in found.cells.iter_rows(named=True)} == {
        name: len(keys) for name, keys in odd.items() if keys
    }
    assert bool(found) == bool(found.added or found.removed or found.changed)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_without_a_key_each_row_counts_as_often_as_it_stands_there(one, other):
    frames = [pl.LazyFrame({"v": each}, schema={"v": pl.String}) for each in (one, other)]
    found = difference(*(Side("t", each) for each in frames))
    assert found.added == (Counter(other) - Counter(one)).total()
    assert found.removed == (Counter(one) - Counter(other)).total()


def test_it_is_told_in_words():
    one = pl.LazyFrame({"k": [1, 2, 3], "v": ["a", "b", "c"], "old": [0, 0, 0]})
    other = pl.LazyFrame({"k": [2, 3, 4], "v": ["b", "x", None], "new": [0, 0, 0]})
    found = difference(Side("t@0", one), Side("t@1", other), ["k"])
    assert str(found) == (
        "t@0 -> t@1: 3 rows -> 3\nrows: 1 added, 1 removed, 1 changed\ncolumns: + new: Int64, - old: Int64\n"
        "  v: 1 changed (3: c -> x)\n  + k 4, v None\n  - k 1, v 'a'"
    )
    assert "<table" in found._repr_html_()
    assert str(difference(Side("a", one), Side("b", one))) == "a -> b: 3 rows -> 3\nno difference"


def test_columns_of_other_types_are_compared_as_text():
    one, other = (pl.LazyFrame({"k": [1], "v": [value]}) for value in (1, "1"))
    found = difference(Side("a", one), Side("b", other), ["k"])
    assert found.changed == 0
    assert found.schema.lines() == ["~ v: Int64 -> String"]


def test_few_examples_are_shown():
    one, other = (pl.LazyFrame({"k": range(50), "v": [value] * 50}) for value in (0, 1))
    found = difference(Side("a", one), Side("b", other), ["k"])
    assert len(found.cells["key"][0]) == EXAMPLES


@pytest.mark.parametrize(("key", "said"), [("kk", "did you mean 'k'"), ("v", "the key v 1 stands 2 times")])
def test_a_key_must_be_one(key, said):
    table = pl.LazyFrame({"k": [1, 2], "v": [1, 1]})
    with pytest.raises(SourceError, match=said):
        difference(Side("a", table), Side("b", table), [key])
