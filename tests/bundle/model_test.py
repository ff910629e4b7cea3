import json

import numpy as np
import polars as pl
import pytest
from sklearn.linear_model import LogisticRegression, Ridge

from wrangle.bundle.encoding import Encoding, Feature
from wrangle.bundle.model import Model, label_text

ENCODING = Encoding((Feature("a", "number"), Feature("sky", "category", ("fog", "rain"))), "one_hot", "float64")
ROWS = pl.DataFrame({"sky": ["rain", "fog", None] * 20, "a": np.linspace(-1, 1, 60)})
TARGET = np.arange(60) % 3


def model(classes=("x", "y", "z")):
    return Model("multiclass", ENCODING, LogisticRegression().fit(ENCODING.matrix(ROWS), TARGET), "kind", classes)


@pytest.mark.parametrize("classes", [("x", "y", "z"), (1, 2, 7), (0.5, 1.5, 2.5)], ids=str)
def test_classes_come_back_as_they_stand_in_the_data(classes):
    found = model(classes).answer(ROWS)
    assert set(found["prediction"]) <= set(classes)
    assert found.columns == ["prediction", *(f"probability_{each}" for each in classes)]
    assert found["prediction"].dtype == pl.Series(list(classes)).dtype


def test_numbers_are_answered_as_numbers():
    ridge = Model("regression", ENCODING, Ridge().fit(ENCODING.matrix(ROWS), TARGET), "kind")
    assert ridge.answer(ROWS).schema == {"prediction": pl.Float64}


def test_a_description_is_json_and_gives_the_same_model():
    one = model()
    again = Model.from_description(json.loads(json.dumps(one.describe())), one.estimator)
    assert again == one
    assert again.answer(ROWS).equals(one.answer(ROWS))


def test_without_rows_the_answers_have_their_types():
    assert model().answer(ROWS.clear()).schema == model().answer(ROWS).schema


def test_labels_have_their_texts():
    assert [label_text(each) for each in (True, False, 3, 1.5, "no")] == ["true", "false", "3", "1.5", "no"]
