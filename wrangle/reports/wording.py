"""How numbers and findings are worded in reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wrangle.reports.facts import ReportFacts

NOTHING = "-"
TITLES: Mapping[str, str] = {
    "roc_auc": "ROC AUC",
    "average_precision": "Average precision",
    "log_loss": "Log loss",
    "brier": "Brier score",
    "f1": "F1",
    "f1_macro": "F1, mean of classes",
    "f1_weighted": "F1, mean of rows",
    "r2": "R²",
    "rmse": "RMSE",
    "mse": "MSE",
    "mae": "Mean absolute error",
    "mape": "Mean absolute percentage error",
    "matthews": "Matthews correlation",
}
"""Metric -> its title, where it is not its name."""


def title(name: str) -> str:
    """Return the title of a metric.

    Examples
    --------
    >>> title("roc_auc"), title("balanced_accuracy")
    ('ROC AUC', 'Balanced accuracy')
    """
    return TITLES.get(name, name.replace("_", " ").capitalize())


def number(value: Any) -> str:
    """Return a number for reading: four digits that count, thousands parted; other values as text.

    Examples
    --------
    >>> number(0.123456), number(1234567), number(1e-9), number(0.1 + 0.2), number(True), number(None)
    ('0.1235', '1,234,567', '1e-09', '0.3', 'true', '-')
    >>> number(123456.7), number(99.999), number(3e60)
    ('123,457', '100', '3e+60')
    """
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if 10_000 <= abs(value) < 1e15 else f"{value:.4g}"
    return str(value)


def percent(value: float | None) -> str:
    """Return a share as percent.

    Examples
    --------
    >>> percent(0.1234), percent(None)
    ('12.3 %', '-')
    """
    return NOTHING if value is None else f"{value:.1%}".replace("%", " %")


def measured(found: Mapping[str, Any] | None) -> str:
    """Return a metric with its interval.

    Examples
    --------
    >>> measured({"value": 0.9, "low": 0.85, "high": 0.95}), measured({"value": 0.9, "low": None, "high": None})
    ('0.9 (0.85 to 0.95)', '0.9')
    """
    if not found or found["value"] is None:
        return NOTHING
    low, high = found.get("low"), found.get("high")
    return number(found["value"]) + (f" ({number(low)} to {number(high)})" if low is not None else "")


def verdict(facts: ReportFacts) -> tuple[str, str]:
    """Return whether the model is accepted, as a word (`yes`, `no` or `open`) and as a sentence."""
    said = facts.metrics.get("verdicts", [])
    if not said:
        return "open", "No limits were set: nothing decides whether this model is good enough."
    failed = sum(not each["passed"] for each in said)
    if failed:
        return "no", f"Not accepted: {failed} of {len(said)} limits are not met."
    return "yes", "Accepted: the limit is met." if len(said) == 1 else f"Accepted: all {len(said)} limits are met."


def task(facts: ReportFacts) -> str:
    """Return what the model does, in a sentence."""
    metrics = facts.metrics
    target, classes, positive = metrics.get("target"), metrics.get("classes", ()), metrics.get("positive")
    problem = metrics["problem"]
    if problem == "regression":
        return f"Predicts the number {target}"
    if problem == "binary":
        return f"Predicts whether {target} is {positive} ({' or '.join(classes)})"
    if problem == "multiclass":
        shown = ", ".join(classes[:12]) + (", ..." if len(classes) > 12 else "")
        return f"Predicts {target}, one of {len(classes)} classes: {shown}"
    return "Finds rows that are unlike the others" if problem == "anomaly" else "Sorts rows into clusters"


def sources(facts: ReportFacts) -> list[tuple[str, str]]:
    """Return each file that the model was trained on, with the SHA-256 of its input."""
    return [
        (str(file), str(each.get("sha256") or NOTHING))
        for each in facts.dataset
        for file in each.get("files") or [each.get("name") or "data"]
    ]
