"""Facts for the tests of reports: a small evaluation of each problem, as JSON gives it back."""

import json
from functools import cache

from models import fitted, parts

from wrangle.reports.facts import ReportFacts
from wrangle.sections.train import Train
from wrangle.training.contender import Contender
from wrangle.training.evaluate import evaluate
from wrangle.training.evaluation import Beside
from wrangle.training.leaks import Leak

NASTY = "<script>alert('x')</script> & $a$ |"
"""A name that no report may take for markup."""


@cache
def described(problem):
    """Return metrics.json of a model of a problem."""
    found = parts(problem, 300)
    model = fitted(problem, found["training"])
    said = model.predict(found["test"].matrix)
    beside = Beside(
        champion=Contender("ice@2", said) if problem in {"regression", "binary", "multiclass"} else None,
        compared=(Contender(NASTY, said, note=NASTY),) if problem == "binary" else (),
        refit=lambda some: fitted(problem, some),
        leaks=(Leak("alone", (NASTY,), 1.0, f"{NASTY} alone predicts"),),
    )
    accept = {"brier": {"max": 0.5}, "roc_auc": {"min": 1.1}} if problem == "binary" else {}
    evaluation = evaluate(model, found, Train(split="at", accept=accept), beside=beside)
    return json.dumps(evaluation.describe())


def facts(problem="binary", *, nasty=False, **more):
    """Return facts of a training; with `nasty`, names that look like markup wherever the user chooses them."""
    metrics = json.loads(described(problem))
    if nasty:
        metrics["target"] = NASTY
        metrics["classes"] = [f"{NASTY}{each}" for each in metrics["classes"]]
        metrics["positive"] = NASTY if metrics["positive"] else None
        for curve in metrics["curves"]:
            curve["label"] = NASTY
        for each in (*metrics["importance"],):
            each["feature"] = NASTY
        for each in metrics["slices"]:
            each["column"] = each["slice"] = NASTY
    name = NASTY if nasty else "ice"
    return ReportFacts(
        **{
            "name": name,
            "metrics": metrics,
            "description": f"What {name} is.",
            "created_at": "2026-01-01T00:00:00+00:00",
            "estimator": "sklearn.linear_model.LogisticRegression",
            "options": {"C": 1.0, name: name},
            "features": ["cold", name],
            "split": {"how": "time", "by": name, "oldest": {"test": "2026-01-02"}},
            "rows": {"training": {"read": 201, "quarantined": 1, "dropped": 0, "written": 200}, "test": 100},
            "learned": [
                {"step": "1. impute", "title": name, "columns": [name, "value"], "rows": [[name, 1.5]], "more": 3}
            ],
            "search": {"method": "grid", "metric": "roc_auc", "trials": [{"options": {name: 1}, "value": 0.9}]},
            "dataset": [{"name": name, "files": [name], "sha256": "ab"}],
            "rules": {"file": "ice.yaml", "sha256": "cd"},
            "parent": "ice@2",
            "made_by": {"python": "3.11"},
        }
        | more
    )


PROBLEMS = ("regression", "binary", "multiclass", "clustering", "anomaly")
