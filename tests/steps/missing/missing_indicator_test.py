import polars as pl
import pytest
from pydantic import ValidationError

from wrangle.steps.missing.missing_indicator import MissingIndicator
from wrangle.testing import run


def test_it_is_what_scikit_learn_tells():
    from sklearn.impute import MissingIndicator as Theirs

    frame = pl.DataFrame({"a": [1.0, None, float("nan"), 4.0], "b": [None, 1.0, 2.0, float("inf")]})
    found = run("missing_indicator: {columns: all}", frame).clean.select("a_missing", "b_missing")
    theirs = Theirs(features="all").fit_transform(frame.drop("b").to_numpy())
    assert found["a_missing"].to_list() == theirs[:, 0].astype(int).tolist()
    assert found["b_missing"].to_list() == [1, 0, 0, 0]


@pytest.mark.parametrize("options", [{}, {"column": "a", "columns": ["b"]}, {"columns": ["a"], "into": "x"}])
def test_columns_that_cannot_be_told_apart_are_refused(options):
    with pytest.raises(ValidationError, match=r"missing_indicator (needs|takes)"):
        MissingIndicator(**options)
