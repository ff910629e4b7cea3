import numpy as np
import polars as pl
import pytest
from pipelines import audited, made

from wrangle.engine.batch import member


@pytest.mark.parametrize(("wanted", "expected"), [
    ([5, 7], [True, False, True]), ([1, 2], None), ([8, 99], None), ([], None), ([0, 6, 100], [False, True, False]),
    (range(100), [True] * 3)])  # fmt: skip
def test_rows_are_found_among_wanted_ones(wanted, expected):
    found = member(pl.Series([5, 6, 7], dtype=pl.UInt32), np.array(wanted, dtype=np.uint32))
    assert (found if found is None else found.to_list()) == expected


def test_rows_with_gaps_are_found_too():
    rows = pl.Series([5, 9, 30], dtype=pl.UInt32)
    assert member(rows, np.array([6, 30, 31], dtype=np.uint32)).to_list() == [False, False, True]
    assert member(rows, np.array([6, 10], dtype=np.uint32)) is None
    assert member(rows.clear(), np.array([1], dtype=np.uint32)) is None


def test_a_marked_row_goes_on_to_the_next_barrier_and_no_further():
    rules = """
    clean:
      - cast: {column: a, to: integer}
      - {clip: {column: b, max: 1, name: before}}
      - filter: b >= 0
      - {clip: {column: b, max: 0, name: behind}}
    """
    result = made(rules).run(pl.DataFrame({"a": ["x", "1"], "b": [5, 7]}))
    assert audited(result, "before", "b") == {"cells_changed": 2}
    assert audited(result, "behind", "b") == {"cells_changed": 1}


def test_a_marked_row_still_collects_reasons():
    rules = "clean: [cast: {column: a, to: integer}]\ncolumns: {a: string, b: {type: integer, max: 3}}\n"
    found = made(rules).run(pl.DataFrame({"a": ["x"], "b": ["9"]})).quarantine
    assert found["_rejected_by"].to_list() == [["cast", "columns.b between"]]


def test_a_row_that_was_rejected_is_no_duplicate_of_another():
    rules = "clean: [cast: {column: a, to: integer}, deduplicate: {keys: [k], keep: last}]"
    result = made(rules).run(pl.DataFrame({"a": ["1", "x"], "k": ["same", "same"]}))
    assert result.clean["a"].to_list() == [1]
    assert result.summary["rows_dropped"] == {"deduplicate": 0}


def test_a_row_that_was_dropped_is_not_rejected():
    result = made('clean: [filter: "b > 0"]\nexpect: [not_null: {column: a}]').run(
        pl.DataFrame({"a": [None, 1], "b": [0, 1]}))  # fmt: skip
    assert (result.quarantine.height, result.clean.height) == (0, 1)


def test_columns_that_a_layout_drops_are_in_the_quarantine_still():
    result = made("clean: [select: [a]]\nexpect: [not_null: {column: a}]").run(
        pl.DataFrame({"a": [None], "b": ["kept"]})
    )
    assert result.quarantine["b"].to_list() == ["kept"]


def test_columns_that_swap_names_carry_their_values():
    result = made("clean: [rename: {a: b, b: a}, clip: {column: a, max: 0}]").run(pl.DataFrame({"a": [5], "b": [7]}))
    assert result.clean.rows(named=True) == [{"b": 5, "a": 0}]
