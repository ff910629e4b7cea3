"""Says in lines what was decided, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wrangle.cycle.decision import Decision


def lines_of(decision: Decision) -> Iterator[str]:
    """Yield what a decision says, for people.

    Parameters
    ----------
    decision : Decision
    """
    data = decision.data
    yield (
        f"decision {decision.id}: trained on {data['repository']:,} rows of the repository and {data['captured']:,} "
        f"captured ones, judged on the newest {data['rows_compared']:,} (from {data['cutoff'][:19]} on)"
    )
    yield from (f"  remark   {each}" for each in data.get("remarks", ()))
    for name, each in decision.metrics.items():
        yield f"  {name:18} champion {_value(each['champion'])}, challenger {_value(each['challenger'])}, {_gain(each)}"
    for each in decision.accepts:
        yield f"  {'accepted' if each['passed'] else 'REFUSED '} {each['text']}"
    yield _action(decision)
    yield from (f"  {each}" for each in decision.why)
    if decision.mlflow:
        yield f"  MLflow: run {decision.mlflow['run_id']}, version {decision.mlflow['version']}"


def _action(decision: Decision) -> str:
    if decision.state == "overtaken":
        return "overtaken: the deployment was changed meanwhile, and is left as it is"
    if decision.promotes:
        return f"promoted: revision {decision.revision} serves {decision.challenger['digest'][:12]}"
    return f"kept as challenger ({decision.challenger['bundle']}); the champion goes on"


def _gain(each: Mapping[str, Any]) -> str:
    gain = each["better_by"]
    if gain["value"] is None:
        return "difference not told"
    between = "" if gain.get("low") is None else f" ({gain['low']:+.4f} to {gain['high']:+.4f})"
    return f"better by {gain['value']:+.4f}{between}{', worse than it may be' if each['worse'] else ''}"


def _value(found: Mapping[str, Any]) -> str:
    return "not told" if found["value"] is None else f"{found['value']:.4f}"
