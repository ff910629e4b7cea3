import polars as pl
import pytest
from pydantic import ValidationError

from wrangle.steps.in_place import InPlaceStep
from wrangle.steps.options import Selector


class Doubled(InPlaceStep):
    def rewritten(self, name, learned):
        return pl.col(name) * 2


def test_a_column_is_rewritten_where_it_stands_or_into_a_new_one():
    frame = pl.DataFrame({"a": [1], "b": [2]})
    assert frame.with_columns(Doubled(column="a").express({})).rows() == [(2, 2)]
    step = Doubled(column="a", into="c")
    assert frame.with_columns(step.express({})).rows() == [(1, 2, 2)]
    assert (step.writes(), step.reads_in_place()) == (("c",), ("a",))


def test_several_columns_are_rewritten_each_for_itself():
    frame = pl.DataFrame({"a": [1], "b": [2]})
    assert frame.with_columns(Doubled(columns=Selector(names=("a", "b"))).express({})).rows() == [(2, 4)]


@pytest.mark.parametrize("options", [{}, {"column": "a", "columns": ["b"]}, {"columns": ["a", "b"], "into": "c"}])
def test_columns_that_cannot_be_told_apart_are_refused(options):
    with pytest.raises(ValidationError, match=r"in_place_test (needs either|takes `into`)"):
        Doubled(**options)
