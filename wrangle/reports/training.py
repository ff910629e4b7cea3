"""The report of a training: one HTML page that needs nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from wrangle.reports import figures, wording
from wrangle.reports.facts import ReportFacts

HERE = Path(__file__).parent
HEADLINE = 4
"""Metrics that are shown large and in the table of compared models."""


def render(facts: ReportFacts) -> str:
    """Return the report as a whole HTML page: no script, nothing fetched, all text from data escaped.

    Parameters
    ----------
    facts : ReportFacts
    """
    metrics = facts.metrics
    test = metrics["metrics"]["test"]
    others = [(kind, metrics[kind]) for kind in ("baseline", "champion") if metrics.get(kind)]
    names = list(metrics["better"])
    page: str = template("report.html.j2").render(
        facts=facts,
        metrics=metrics,
        test=test,
        names=[name for name in names if name in test],
        parts=[part for part in ("test", "validation", "training") if part in metrics["metrics"]],
        headline=[name for name in names if name in test][:HEADLINE],
        others=others,
        compared=[*(other for _, other in others), *metrics["compared"]] if metrics["compared"] else [],
        verdict=wording.verdict(facts),
        task=wording.task(facts),
        figures=_figures(facts),
        bar=_bar(metrics["importance"]),
        row_kinds=_row_kinds(facts),
        search_options=_search_options(facts),
        origin=origin(facts),
        sources=wording.sources(facts),
        style=_safe((HERE / "style.css").read_text(encoding="utf-8").rstrip()),
    )
    return page


@cache
def template(name: str) -> Any:
    """Return a template of this folder; what it is filled with is escaped."""
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.globals |= {
        "number": wording.number,
        "measured": wording.measured,
        "percent": wording.percent,
        "title": wording.title,
    }
    return environment.get_template(name)


def _safe(text: str) -> Any:
    """Return our own markup, which is not to be escaped."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 is our own file or figure, with all text from data escaped


def _figures(facts: ReportFacts) -> list[tuple[str, Any, str]]:
    """Return heading, diagram and note of each diagram that there is something to draw of."""
    metrics = facts.metrics
    found: list[tuple[str, str, str]] = []
    if curves := metrics["curves"]:
        found.append(("ROC", figures.roc(curves), "Dashed: a guess."))
        found.append(("Precision and recall", figures.precision_recall(curves), "Dashed: what a guess reaches."))
    if calibration := metrics["calibration"]:
        note = f"Of {calibration['of']}. Expected calibration error {wording.number(calibration['error'])}."
        found.append(("Calibration", figures.calibration(calibration), note))
    if residuals := metrics["residuals"]:
        found.append(("Residuals", figures.residuals(residuals), "In bins of as many test rows."))
        found.append(("How far answers are off", figures.histogram(residuals["histogram"]), "99 % of the test rows."))
    curve = metrics["learning_curve"]
    if curve["points"]:
        found.append(("Learning curve", figures.learning_curve(curve), curve["note"]))
    return [(heading, _safe(svg), note) for heading, svg, note in found]


def _bar(importance: Any) -> Any:
    """Return a function from an importance to the width of its bar in percent."""
    greatest = max((each["mean"] or 0.0 for each in importance), default=0.0)
    return lambda mean: round(100 * max(mean or 0.0, 0.0) / greatest, 1) if greatest > 0 else 0


def _row_kinds(facts: ReportFacts) -> list[str]:
    """Return what is told of the rows of parts."""
    found = dict.fromkeys(name for counts in facts.rows.values() if isinstance(counts, dict) for name in counts)
    return list(found) or ["rows"]


def _search_options(facts: ReportFacts) -> list[str]:
    """Return the options that a search tried."""
    trials = facts.search.get("trials", ()) if facts.search else ()
    return list(dict.fromkeys(name for trial in trials for name in trial["options"]))


def origin(facts: ReportFacts) -> list[tuple[str, str]]:
    """Return what the model was made from and by, name by name."""
    made = ", ".join(f"{name} {version}" for name, version in facts.made_by.items())
    options = ", ".join(f"{name} = {wording.number(value)}" for name, value in facts.options.items())
    found = {
        "made": facts.created_at,
        "estimator": facts.estimator,
        "options": options,
        "features": ", ".join(facts.features),
        "rule file": " ".join(str(facts.rules[key]) for key in ("file", "sha256") if facts.rules.get(key)),
        "seed": str(facts.seed),
        "follows": facts.parent or "",
        "made by": made,
    }
    return [(name, value) for name, value in found.items() if value]
