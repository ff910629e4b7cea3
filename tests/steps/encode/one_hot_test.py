import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made
from pydantic import ValidationError

from wrangle.errors import SchemaError, StatisticError
from wrangle.steps.encode.one_hot import OneHot

SKIES = ["Rain", "Clear", "Clear", None, "Fog"]


def fitted(rule, values):
    return made(f"clean: [one_hot: {{column: a, {rule}}}]").fit(pl.DataFrame({"a": values}))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(train=st.lists(st.sampled_from(["x", "y", "z", ""]), min_size=1, max_size=9),
       rows=st.lists(st.sampled_from(["x", "y", "z", "", "new", None]), min_size=1, max_size=9))  # fmt: skip
def test_every_value_has_one_1_and_a_missing_one_none(train, rows):
    step = OneHot(column="a")
    frame = pl.DataFrame({"a": pl.Series(rows, dtype=pl.String)})
    counts = pl.Series("value", train).value_counts(sort=True).rename({"count": "n"})
    learned = step.learn({"counts": counts})
    found = frame.select(step.express(learned))
    assert found.columns == list(step.writes(learned))
    assert found.sum_horizontal().to_list() == [0 if each is None else 1 for each in rows]
    for number, value in enumerate(rows):
        if value in train:
            assert found[f"a_{value}"][number] == 1


def test_levels_are_learned_most_frequent_first_and_equal_ones_in_their_order():
    assert fitted("unseen: other", SKIES).learned[0] == {"levels": ["Clear", "Fog", "Rain"]}


def test_no_more_levels_than_asked_for_are_learned():
    model = fitted("max_levels: 1", SKIES)
    assert model.record({"a": "Fog"}) == {"a": "Fog", "a_Clear": 0, "a_other": 1}


def test_numbers_are_levels_as_they_are_written():
    assert fitted("unseen: zero", [1, 2, 2]).record({"a": 2}) == {"a": 2, "a_2": 1, "a_1": 0}


def test_the_columns_are_known_before_fitting_where_the_levels_are_given():
    step = OneHot(column="a", levels=("x", "y"))
    assert step.statistics() == {}
    assert step.writes() == ("a_x", "a_y", "a_other")
    assert OneHot(column="a").writes() == ("a_*",)


def test_a_column_without_values_teaches_no_levels():
    with pytest.raises(StatisticError, match="has no value to learn levels from"):
        fitted("unseen: zero", pl.Series([None, None], dtype=pl.String))


def test_a_value_called_other_is_told_apart():
    with pytest.raises(StatisticError, match="has a value 'other'"):
        fitted("unseen: other", ["other", "x"])
    assert fitted("unseen: zero", ["other", "x"]).record({"a": "other"})["a_other"] == 1


def test_a_level_whose_column_is_there_already_is_refused():
    with pytest.raises(SchemaError, match="one_hot would overwrite the column 'a_x'"):
        made("clean: [one_hot: {column: a}]").run(pl.DataFrame({"a": ["x"], "a_x": [1]}))


@pytest.mark.parametrize("options", [{"levels": ("x", "x")}, {"levels": ("other",)}, {"levels": ()}, {"max_levels": 0}])
def test_levels_that_make_no_columns_are_refused(options):
    with pytest.raises(ValidationError):
        OneHot(column="a", **options)
