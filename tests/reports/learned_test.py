import json

import polars as pl

from wrangle.reports.learned import ROWS, learned_tables
from wrangle.rulefile.read import read_text


def learned(steps, **columns):
    fitted = read_text(f"name: p\nclean: [{steps}]").fit(pl.DataFrame(columns))
    found = learned_tables(fitted.pipeline, fitted.learned)
    assert json.loads(json.dumps(found)) == found
    return found


def test_medians_are_told_whole_and_by_group():
    whole, groups = learned("impute: {column: a, with: median, by: g}", a=[1.0, 3.0, None], g=["x", "y", "x"])
    assert (whole["step"], whole["rows"]) == ("1. impute", [["a", whole["rows"][0][1]]])
    assert groups["title"] == "groups, a"
    assert sorted(groups["rows"]) == [["x", 1.0], ["y", 3.0]]


def test_levels_are_told():
    (levels,) = learned("one_hot: {column: g}", g=["b", "a", "b"])
    assert sorted(levels["rows"]) == [["a"], ["b"]]


def test_of_long_tables_the_first_rows_are_told_and_how_many_more_there_are():
    (levels,) = learned("one_hot: {column: g, max_levels: 50}", g=[f"t{each:02}" for each in range(30)])
    assert (len(levels["rows"]), levels["more"]) == (ROWS, 30 - ROWS)


def test_steps_that_learn_nothing_from_data_are_left_out():
    assert learned("trim: {columns: all}, canonicalize: {column: g, names: {A: [a]}}", g=["a"]) == []
