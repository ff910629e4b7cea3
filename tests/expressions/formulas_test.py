"""Named formulas: found by keyword, imported only when asked for."""

import polars as pl
import pytest

from wrangle.catalogue import operation
from wrangle.expressions.formulas import Formula, formula_names, formulas
from wrangle.steps.base import FormulaStep


def test_only_formulas_are_found_among_the_names():
    assert set(formulas(["dew_point", "abs", "derive", "trim", "nothing"])) == {"dew_point"}


def test_a_formula_gives_what_its_step_gives():
    step = operation("steps", "dew_point")
    expression = formulas(["dew_point"])["dew_point"](pl.col("t"), pl.col("h"))
    assert issubclass(step, FormulaStep)
    assert expression.meta.eq(step.evaluate(pl.col("t"), pl.col("h")))


def test_a_wrong_number_of_arguments_is_told_with_their_names():
    twice = Formula("twice", ("value",), lambda value: value * 2)
    with pytest.raises(ValueError, match=r"twice takes 1 argument \(value\), not 2"):
        twice(pl.col("a"), pl.col("b"))


def test_the_names_are_those_of_the_chapter_of_combined_columns():
    assert "derive" in formula_names()
    assert "filter" not in formula_names()
