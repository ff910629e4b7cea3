"""A compact view of a training for notebooks."""

from __future__ import annotations

from wrangle.reports import wording
from wrangle.reports.facts import ReportFacts
from wrangle.reports.training import template

COLOURS = {"yes": "#2e9e5b", "no": "#d0432f", "open": "#b59a1d"}
"""Verdict -> a colour that reads on light and dark."""


def notebook(facts: ReportFacts) -> str:
    """Return verdict, metrics and what to look at as an HTML fragment, for `_repr_html_`.

    Parameters
    ----------
    facts : ReportFacts
    """
    metrics, verdict = facts.metrics, wording.verdict(facts)
    test = metrics["metrics"]["test"]
    found: str = template("notebook.html.j2").render(
        facts=facts,
        task=wording.task(facts),
        verdict=verdict,
        colour=COLOURS[verdict[0]],
        unmet=[each for each in metrics["verdicts"] if not each["passed"]],
        test=test,
        names=[name for name in metrics["better"] if name in test],
        others=[(kind, metrics[kind]) for kind in ("baseline", "champion") if metrics.get(kind)],
        notes=[*metrics["leaks"], *metrics["remarks"]],
    )
    return found
