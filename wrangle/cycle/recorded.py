"""Records decisions in MLflow: the challenger as a run and a version of its model, the decision beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wrangle.bundle.manifest import read_manifest
from wrangle.cycle.decision import Decision
from wrangle.errors import ArtefactError
from wrangle.training import registry
from wrangle.training.store import address, available, client, failures, first_line, quiet, shown


def record(bundle: Path, decision: Decision, *, promoted: bool) -> dict[str, Any] | None:
    """Record a decision and its challenger; return run and version. None where MLflow is not installed.

    The version of a challenger that was promoted has the alias `champion`, else `challenger`. A challenger that was
    recorded already is not recorded again.

    Raises
    ------
    ArtefactError
        MLflow's store cannot be reached.
    """
    if not available():
        return None
    manifest, digest = read_manifest(bundle)
    name = str(manifest["name"])
    asked = client()
    try:
        with quiet():
            run_id, version = _known(asked, name, digest) or _new(bundle)
            _place(asked, name, version, promoted=promoted)
            asked.log_dict(run_id, decision.describe(), "decision.json")
            for key, value in _tags(decision, promoted=promoted).items():
                asked.set_tag(run_id, key, value)
    except failures() as error:
        raise ArtefactError(f"the decision is not recorded in {shown(address())}: {first_line(error)}") from error
    return {"name": name, "run_id": run_id, "version": version}


def _known(asked: Any, name: str, digest: str) -> tuple[str, str] | None:
    """Return run and version of a bundle that is in the registry."""
    for each in asked.search_model_versions(f"name='{name}'"):
        if each.tags.get("bundle.sha256") == digest:
            return str(each.run_id), str(each.version)
    return None


def _new(bundle: Path) -> tuple[str, str]:
    tracked = registry.track(bundle)
    return tracked.run_id, tracked.version


def _place(asked: Any, name: str, version: str, *, promoted: bool) -> None:
    """Give a version the alias that it has now, and that alone."""
    wanted, other = registry.CHALLENGER, registry.CHAMPION
    if promoted:
        wanted, other = other, wanted
    aliases = asked.get_registered_model(name).aliases
    if str(aliases.get(other)) == version:
        asked.delete_registered_model_alias(name, other)
    asked.set_registered_model_alias(name, wanted, version)


def _tags(decision: Decision, *, promoted: bool) -> dict[str, str]:
    return {
        "decision": decision.id,
        "decision.action": "promoted" if promoted else "kept",
        "decision.why": "; ".join(decision.why)[:500],
        "decision.champion.sha256": str(decision.champion["digest"]),
        "decision.conditions": "; ".join(decision.conditions)[:500],
    }
