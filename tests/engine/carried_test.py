import polars as pl
import pytest
from pipelines import made

from wrangle.engine.carried import asks, carried, operations, said
from wrangle.errors import ReplayError

OLD = "clean: [impute: {column: a, with: mean}, trim: {columns: b}]\nexpect: [new_values: {column: b}]"
ROWS = pl.DataFrame({"a": [1.0, None], "b": [" x", "y"]})


def test_what_was_learned_moves_with_the_step_that_learned_it():
    earlier = made(OLD).fit(ROWS)
    new = made("clean: [clip: {column: a, min: 0}, impute: {column: a, with: mean}]\n" + OLD.partition("\n")[2])
    found = carried(earlier, new)
    assert found == {1: earlier.learned[0], 2: earlier.learned[2]}
    assert [each.label for each in operations(new) if asks(each)] == ["impute", "new_values b"]


def test_the_same_words_twice_are_told_apart():
    pipeline = made("clean: [impute: {column: a, with: mean}, impute: {column: a, with: mean}]")
    assert [nth for _, nth in said(pipeline)] == [0, 1]


def test_all_that_must_learn_anew_is_named():
    new = made(OLD.replace("mean", "median").replace("column: b}]", "column: b, min_count: 2}]"))
    with pytest.raises(ReplayError, match="impute, new_values b: learns from data"):
        carried(made(OLD).fit(ROWS), new)
