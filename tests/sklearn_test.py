from datetime import UTC, datetime

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import parametrize_with_checks

from wrangle.errors import RecordRejectedError
from wrangle.sklearn import RuleTransformer

IMPUTE = "name: p\nclean:\n  - impute: {columns: all, with: mean}\n"
HOT = "name: p\nclean:\n  - trim: {columns: [sky]}\n  - one_hot: {column: sky, levels: [clear, fog]}\n"


@parametrize_with_checks([RuleTransformer(), RuleTransformer(IMPUTE)])
def test_scikit_learn_accepts_it(estimator, check):
    check(estimator)


def test_text_becomes_columns_in_polars():
    transformer = RuleTransformer(HOT).set_output(transform="polars")
    found = transformer.fit_transform(pl.DataFrame({"sky": [" fog", "clear"], "x": [1.0, 2.0]}))
    assert isinstance(found, pl.DataFrame)
    assert list(transformer.get_feature_names_out()) == found.columns
    assert found["sky_fog"].to_list() == [1, 0]


def test_pandas_in_gives_pandas_out():
    found = RuleTransformer(IMPUTE).fit_transform(pd.DataFrame({"a": [1.0, np.nan, 3.0]}, index=[7, 8, 9]))
    assert isinstance(found, pd.DataFrame)
    assert found["a"].to_dict() == {7: 1.0, 8: 2.0, 9: 3.0}


MOMENT = datetime(2013, 1, 1, 7, tzinfo=UTC)
COLUMNS = {
    "text": (["a", None, "c"], pl.String),
    "whole": ([1, 2, 3], pl.Int64),
    "float": ([1.5, None, 2.5], pl.Float64),
    "maybe": (pd.array([1, None, 3], dtype="Int64"), pl.Int64),
    "flag": ([True, False, True], pl.Boolean),
    "time": ([datetime(2013, 1, 1), None, datetime(2013, 1, 2)], pl.Datetime),
    "zoned": ([MOMENT, None, MOMENT], pl.Datetime),
    "level": (pd.Categorical(["x", None, "y"]), pl.String),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_each_kind_of_pandas_column_comes_through(name):
    values, kind = COLUMNS[name]
    frame = pd.DataFrame({name: values})
    transformer = RuleTransformer().fit(frame)
    assert transformer.fitted_.schema[name].dtype.base_type() is kind
    assert [None if pd.isna(each) else each for each in transformer.transform(frame)[name]] == [
        None if pd.isna(each) else each for each in frame[name]
    ]


def test_it_stands_before_an_estimator():
    model = make_pipeline(RuleTransformer(IMPUTE), LogisticRegression())
    model.fit(np.array([[0.0], [np.nan], [4.0], [5.0]]), [0, 0, 1, 1])
    assert model.predict([[5.0]]).tolist() == [1]


def test_a_rejected_row_is_an_error():
    rules = "name: p\nclean:\n  - cast: {column: a, to: float}\n"
    transformer = RuleTransformer(rules).fit(pl.DataFrame({"a": ["1"]}))
    with pytest.raises(RecordRejectedError, match="record 1: rejected by cast: a 'x' is not a number"):
        transformer.transform(pl.DataFrame({"a": ["1", "x"]}))


def test_names_that_were_not_fitted_are_refused():
    transformer = RuleTransformer(IMPUTE).fit(pl.DataFrame({"a": [1.0]}))
    with pytest.raises(ValueError, match="a"):
        transformer.get_feature_names_out(["b"])
