import time

import numpy as np
from models import fitted, parts

from wrangle.training.learning_curve import learning_curve


def curve(problem="regression", refit=None, rows=600, **more):
    found = parts(problem, rows)
    return learning_curve("rmse" if problem == "regression" else "f1", refit, *found.values(), seed=0, **more)


def test_more_rows_make_a_better_model():
    found = curve(refit=lambda part: fitted("regression", part))
    assert [point["rows"] for point in found.points] == [40, 100, 200, 400]
    assert found.points[-1]["test"] < found.points[0]["test"]
    assert found.describe()["metric"] == "rmse"
    assert found.note == ""


def test_without_a_refit_it_is_not_asked_for():
    assert curve().describe() == {"metric": "rmse", "points": [], "note": "not asked for"}


def test_a_fit_that_would_take_too_long_is_left_out_and_that_is_said():
    def slow(part):
        time.sleep(0.1)
        return fitted("regression", part)

    found = curve(refit=slow, seconds=0.25)
    assert 1 <= len(found.points) < 4
    assert "another fit would take about" in found.note


def test_rows_too_few_for_the_estimator_are_skipped_and_that_is_said():
    def picky(part):
        if len(np.unique(part.target)) < 2 or len(part) < 100:
            raise ValueError("too few")
        return fitted("binary", part)

    found = curve("binary", picky)
    assert [point["rows"] for point in found.points] == [100, 200, 400]
    assert found.note == "40 rows are too few for this estimator: too few"
