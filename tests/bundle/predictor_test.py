import json
import math
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import numpy as np
import polars as pl
import pytest
from served import RECORD, REMARKABLE, WRONG, make_bundle, raw_rows
from sklearn.ensemble import HistGradientBoostingRegressor, IsolationForest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

from wrangle.bundle.encoding import Encoding, Feature
from wrangle.bundle.load import load_bundle
from wrangle.bundle.model import Model
from wrangle.bundle.predictor import Predictor
from wrangle.bundle.write import BundleParts, write_bundle
from wrangle.errors import SchemaError
from wrangle.rulefile.read import read_text

RULES = """
name: ratio
columns:
  id: string
  a: float
  b: float
  at: datetime
transform:
  - derive: {ratio: a / b}
"""
TWO = Encoding((Feature("ratio", "number"), Feature("a", "number")))


@pytest.fixture(scope="module")
def predictor(tmp_path_factory):
    return Predictor(load_bundle(make_bundle(tmp_path_factory.mktemp("made") / "ice")))


@pytest.fixture
def over(tmp_path):
    """Returns a predictor over any estimator of the columns `ratio` and `a`."""

    def make(estimator, problem="binary", classes=(False, True), positive=1):
        raw = pl.DataFrame({"id": ["x"], "a": ["1.5"], "b": ["2"], "at": ["2013-01-01 06:00"]})
        model = Model(problem, TWO, estimator, "y", classes, positive if classes else None)
        parts = BundleParts(read_text(RULES).fit(raw), model, {"r.yaml": RULES}, "own", golden=raw)
        return Predictor(load_bundle(write_bundle(tmp_path / "bundle", parts)))

    return make


def known(count=200):
    matrix = np.random.default_rng(0).normal(size=(count, 2)).astype(np.float32)
    return matrix, matrix[:, 0] + matrix[:, 1] > 0


def row(a, b, **more):
    return {"id": "x", "a": a, "b": b, "at": None, **more}


def test_each_record_has_its_answer_in_their_order(predictor):
    answers = predictor.answers([RECORD, WRONG, REMARKABLE, RECORD])
    assert [each["status"] for each in answers] == ["ok", "rejected", "flagged", "ok"]
    assert answers[0] == answers[3]
    assert predictor.answers([]) == []


def test_an_answer_has_the_keys_of_its_status(predictor):
    fine, wrong, remarkable = predictor.answers([RECORD, WRONG, REMARKABLE])
    assert list(fine) == ["status", "prediction", "probabilities"]
    assert fine["prediction"] in {"no", "yes"}
    assert sum(fine["probabilities"].values()) == pytest.approx(1)
    assert list(fine["probabilities"]) == ["no", "yes"]
    assert wrong["prediction"] is None
    assert wrong["rejected_by"] == ["canonicalize"]
    assert "Oslo" in wrong["why"][0]
    assert [each["by"] for each in remarkable["flags"]] == ["between temperature"]


def test_answers_are_json(predictor):
    answers = predictor.answers([each["record"] for each in predictor.bundle.golden])
    assert json.loads(json.dumps(answers, allow_nan=False)) == answers


def test_a_foreign_record_is_rejected_alone(predictor):
    answers = predictor.answers([RECORD, {**RECORD, "depth": 1}, {"temperature": [1, 2]}, RECORD])
    assert [each["status"] for each in answers] == ["ok", "rejected", "rejected", "ok"]
    assert answers[1]["rejected_by"] == ["record"]
    assert "'depth' that is not known" in answers[1]["why"][0]


def test_one_by_one_in_batches_and_as_a_table_are_the_same_to_the_last_bit(predictor):
    raw = raw_rows(300, seed=5)
    records = raw.to_dicts()
    whole = predictor.answers(records)
    assert [predictor.answers([each])[0] for each in records] == whole
    assert [each for start in range(0, 300, 7) for each in predictor.answers(records[start : start + 7])] == whole
    table = predictor.answer_frame(raw)
    assert table["status"].to_list() == [each["status"] for each in whole]
    assert table["prediction"].to_list() == [each["prediction"] for each in whole]
    assert table["probability_yes"].to_list() == [each.get("probabilities", {}).get("yes") for each in whole]
    assert table["why"].to_list() == [each.get("why") for each in whole]
    assert table["flags"].to_list() == [each.get("flags") for each in whole]


def test_a_table_without_rows_gives_the_columns_of_an_answer(predictor):
    empty = predictor.answer_frame(raw_rows(5).clear())
    assert empty.schema == predictor.answer_frame(raw_rows(5)).schema
    assert empty.columns == [
        "status", "prediction", "probability_no", "probability_yes", "rejected_by", "why", "flags"
    ]  # fmt: skip


def test_a_table_may_have_further_columns_but_must_have_those_that_are_required(predictor):
    raw = raw_rows(5)
    assert predictor.answer_frame(raw.with_columns(more=1)).equals(predictor.answer_frame(raw))
    with pytest.raises(SchemaError, match="the data has no column 'sky': did you mean 'sk'"):
        predictor.answer_frame(raw.rename({"sky": "sk"}))


def test_threads_may_share_a_predictor(predictor):
    batches = [raw_rows(40, seed=seed).to_dicts() for seed in range(12)]
    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(predictor.answers, batches * 3))
    assert found == [predictor.answers(each) for each in batches] * 3


def test_an_infinite_feature_rejects_that_record_alone(over):
    predictor = over(HistGradientBoostingRegressor(max_iter=3).fit(*known()), "regression", ())
    answers = predictor.answers([row("1", "2"), row("1e300", "1e300"), row("1e300", "1"), row("3", "2")])
    assert [each["status"] for each in answers] == ["ok", "rejected", "rejected", "ok"]
    assert answers[1]["rejected_by"] == ["model"]
    assert answers[1]["why"] == ["the feature 'a' is infinite, or beyond float32"]
    assert len(answers[2]["why"]) == 2
    assert predictor.answers([row("1e300", "1e300")]) == [answers[1]]


def test_a_missing_feature_is_fine_where_the_model_takes_it(over):
    predictor = over(HistGradientBoostingRegressor(max_iter=3).fit(*known()), "regression", ())
    assert [each["status"] for each in predictor.answers([row(None, "2"), {"id": "x"}])] == ["ok", "ok"]


def test_a_missing_feature_rejects_that_record_alone_where_the_model_does_not(over):
    predictor = over(LogisticRegression().fit(*known()))
    answers = predictor.answers([row("1", "2"), row(None, "2"), row("1", None)])
    assert [each["status"] for each in answers] == ["ok", "rejected", "rejected"]
    assert answers[1]["why"] == [
        "the feature 'ratio' is missing, and this model takes no missing values",
        "the feature 'a' is missing, and this model takes no missing values",
    ]
    assert len(answers[2]["why"]) == 1
    assert answers[0]["prediction"] is True
    table = predictor.answer_frame(pl.DataFrame([row("1", "2"), row(None, "2"), row("1", None)]))
    assert table["why"].to_list() == [each.get("why") for each in answers]


def test_a_missing_feature_is_fine_where_the_model_fills_it(over):
    matrix, target = known()
    filling = make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), LogisticRegression())
    gaps = np.where(np.arange(len(matrix))[:, None] % 7 == [0, 3], np.nan, matrix)
    fitted = filling.fit(gaps, target)
    answers = over(fitted).answers([row("1", "2"), row(None, "2"), row("1", None), row("1e300", "1e-300")])
    assert [each["status"] for each in answers] == ["ok", "ok", "ok", "rejected"]
    told = fitted.predict_proba(np.array([[np.nan, np.nan], [np.nan, 1.0]]))
    assert [each["probabilities"]["true"] for each in answers[1:3]] == pytest.approx(told[:, 1])


def test_a_missing_feature_rejects_a_record_where_it_is_scaled_before_a_model_that_takes_none(over):
    scaled = make_pipeline(StandardScaler(), "passthrough", LogisticRegression()).fit(*known())
    assert [each["status"] for each in over(scaled).answers([row("1", "2"), row(None, "2")])] == ["ok", "rejected"]


def test_when_all_are_rejected_there_is_nothing_to_ask(over):
    predictor = over(LogisticRegression().fit(*known()))
    assert [each["status"] for each in predictor.answers([row(None, "2")] * 3)] == ["rejected"] * 3


def test_anomalies_have_a_score(over):
    predictor = over(IsolationForest(n_estimators=5, random_state=0).fit(known()[0]), "anomaly", ())
    (answer,) = predictor.answers([row("1000", "1")])
    assert answer["prediction"] == 1
    assert answer["score"] > 0.5


def test_two_classes_without_probabilities_have_a_score(over):
    matrix, target = known()
    (one, other) = over(LinearSVC(random_state=0).fit(matrix, target)).answers([row("3", "1"), row("-3", "1")])
    assert (one["prediction"], other["prediction"]) == (True, False)
    assert one["score"] > 0 > other["score"]
    assert "probabilities" not in one


def test_times_may_be_given_as_times(over):
    predictor = over(LogisticRegression().fit(*known()))
    (one, other) = predictor.answers(
        [row("1", "2", at=datetime(2013, 1, 1, 6)), row("1", "2", at="2013-01-01T06:00:00")]
    )
    assert one == other
    assert one["status"] == "ok"


def test_a_number_that_json_has_no_word_for_is_null(over):
    class Nowhere:
        def predict(self, matrix):
            return np.full(len(matrix), math.nan)

    model = Model("regression", TWO, Nowhere(), "y")
    bundle = over(LogisticRegression().fit(*known())).bundle
    found = Predictor(type(bundle)(bundle.folder, bundle.manifest, bundle.pipeline, model, bundle.digest))
    assert found.answers([row("1", "2")]) == [{"status": "ok", "prediction": None}]
