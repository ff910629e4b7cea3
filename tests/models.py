"""Small models and their parts, for the tests of evaluation, leaks and reports."""

from datetime import datetime, timedelta

import numpy as np
import polars as pl
from sklearn.cluster import KMeans
from sklearn.ensemble import IsolationForest
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeRegressor

from wrangle.bundle.encoding import Encoding, Feature
from wrangle.bundle.model import Model
from wrangle.training.part import Part

START = datetime(2026, 1, 1)
ENCODING = Encoding(
    (
        Feature("cold", "number"),
        Feature("wet", "number"),
        Feature("noise", "number"),
        Feature("sky", "category", ("clear", "rain")),
    ),
    "one_hot",
)


def clean(rows=1200, seed=0):
    """Return clean rows of which `cold`, `wet` and `sky` say something about the targets, and `noise` nothing."""
    random = np.random.default_rng(seed)
    cold, wet, noise = random.normal(size=(3, rows))
    sky = random.choice(["clear", "rain"], rows)
    value = 2 * cold + wet + (sky == "rain") + random.normal(size=rows) * 0.5
    return pl.DataFrame(
        {
            "cold": cold,
            "wet": wet,
            "noise": noise,
            "sky": sky,
            "value": value,
            "ice": (value > 1.5).astype(int),
            "kind": np.digitize(value, [-1, 1.5]),
            "at": [START + timedelta(hours=each) for each in range(rows)],
            "station": random.choice(["EWR", "JFK", "LGA"], rows),
        }
    )


TARGETS = {"regression": "value", "binary": "ice", "multiclass": "kind", "clustering": None, "anomaly": None}


def part(frame, problem, encoding=ENCODING, *, weight=None):
    target = TARGETS[problem]
    return Part(
        matrix=encoding.matrix(frame),
        target=None if target is None else frame[target].to_numpy().astype(float if problem == "regression" else int),
        rows=np.arange(frame.height, dtype=np.uint32),
        weight=weight,
        by=frame["at"],
        slices=frame.select("station", "wet"),
    )


def parts(problem, rows=1200, seed=0, encoding=ENCODING):
    """Return the first two thirds of the rows as training, the rest as test."""
    frame = clean(rows, seed)
    border = rows * 2 // 3
    return {"training": part(frame[:border], problem, encoding), "test": part(frame[border:], problem, encoding)}


def estimator(problem):
    return {
        "regression": lambda: DecisionTreeRegressor(max_depth=7, min_samples_leaf=5),
        "binary": lambda: LogisticRegression(max_iter=500),
        "multiclass": lambda: LogisticRegression(max_iter=500),
        "clustering": lambda: KMeans(3, n_init=1, random_state=0),
        "anomaly": lambda: IsolationForest(n_estimators=20, random_state=0),
    }[problem]()


def fitted(problem, training, *, encoding=ENCODING, **more):
    """Return a model of a problem, fitted to a part."""
    classes = {"binary": (False, True), "multiclass": ("dry", "damp", "ice")}.get(problem, ())
    made = estimator(problem).fit(np.nan_to_num(training.matrix), training.target)
    positive = 1 if problem == "binary" else None
    options = {"target": TARGETS[problem], "classes": classes, "positive": positive} | more
    return Model(problem, encoding, made, **options)
