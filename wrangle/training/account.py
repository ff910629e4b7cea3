"""Tells of a training what its report, model card and bundle hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from wrangle.bundle.manifest import made_by
from wrangle.reports.facts import ReportFacts
from wrangle.reports.learned import learned_tables
from wrangle.training.tuning import Tuned
from wrangle.training.work import Work


def facts(work: Work, tuned: Tuned, metrics: Mapping[str, Any]) -> ReportFacts:
    """Return what the report and the model card tell.

    Parameters
    ----------
    work : Work
    tuned : Tuned
    metrics : mapping
        What the evaluation found, as plain JSON values.
    """
    request, section, result = work.request, work.section, work.prepared.result
    pipeline, choice = request.pipeline, work.recipe.choice
    return ReportFacts(
        name=section.model_name or pipeline.name,
        metrics=metrics,
        description=pipeline.description,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        estimator=work.recipe.name,
        options=_plain({**section.options, **tuned.options} if request.estimator is None else {}),
        features=work.prepared.features,
        split=_split(work),
        rows={name: vars(each) for name, each in result.rows.items()},
        learned=learned_tables(pipeline, result.fitted.learned),
        search=tuned.describe(),
        dataset=result.summary["lineage"]["inputs"],
        rules={"file": next(iter(request.rules), f"{pipeline.name}.yaml"), "sha256": pipeline.digest},
        seed=section.seed,
        parent=None if request.champion is None else request.champion.digest,
        made_by=made_by(choice.cls() if choice else work.recipe.own),
    )


def _split(work: Work) -> Any:
    division = work.prepared.division
    said = work.section.split.model_dump(exclude_defaults=True)
    return _plain({"how": division.how, **said, "from": dict(division.borders)})


def _plain(value: Any) -> Any:
    """Return options as JSON values."""
    return json.loads(json.dumps(value, default=str))
