"""Carries decisions out: the challenger is promoted or kept, and all is recorded; again where a process was killed."""

from __future__ import annotations

import shutil
from pathlib import Path

from wrangle.cycle.challenger import FOLDER as CHALLENGERS
from wrangle.cycle.decision import Decision, decisions
from wrangle.cycle.recorded import record
from wrangle.serving.deployment import BUNDLES, Deployment, read_deployment
from wrangle.serving.promotion import Promotion, promote


def carry_out(folder: Path, decision: Decision, *, track: bool) -> Decision:
    """Carry a decision out, as far as it was not, and write down what came of it.

    Parameters
    ----------
    folder : Path
        The deployment.
    decision : Decision
    track : bool
        Whether it is recorded in MLflow.

    Raises
    ------
    ArtefactError, DeploymentError
        The challenger cannot be served, or MLflow not be reached. Whoever comes next tries again.
    """
    if decision.state != "decided":
        return decision
    bundle = folder / decision.challenger["bundle"]
    state = "done"
    revision = decision.revision
    if decision.promotes:
        now = read_deployment(folder)
        serving = _is_champion(now, decision, "challenger")
        if serving is None and _is_champion(now, decision, "champion") is None:
            state = "overtaken"
        else:
            revision = serving or promote(bundle, folder, _how(now, decision)).revision
    promoted = decision.promotes and state == "done"
    recorded = record(bundle, decision, promoted=promoted) if track else None
    challenger = _served(decision) if promoted else decision.challenger
    done = decision.carried_out(state=state, revision=revision, mlflow=recorded, challenger=challenger)
    done.save(folder)
    if bundle.is_relative_to(folder / CHALLENGERS) and promoted:
        shutil.rmtree(bundle, ignore_errors=True)  # the deployment has a copy of its own
    return done


def prune(folder: Path, keep: int) -> None:
    """Remove challengers that were kept, but for the newest so many, and what searches noted; decisions stay.

    Parameters
    ----------
    folder : Path
        The deployment.
    keep : int
    """
    done = [each for each in decisions(folder) if each.state != "decided"]
    for each in done:
        (folder / CHALLENGERS / f".{each.id}.search.jsonl").unlink(missing_ok=True)
    places = [folder / str(each.challenger["bundle"]) for each in done]
    kept = [place for place in places if place.parent == folder / CHALLENGERS and place.is_dir()]
    for place in sorted(kept, key=lambda each: each.stat().st_mtime_ns)[: max(0, len(kept) - keep)]:
        shutil.rmtree(place, ignore_errors=True)


def _served(decision: Decision) -> dict[str, str]:
    """Return where the deployment has its copy of a challenger."""
    digest = str(decision.challenger["digest"])
    return {"digest": digest, "bundle": f"{BUNDLES}/{digest[:16]}"}


def finish(folder: Path, *, track: bool) -> list[Decision]:
    """Carry out what was decided by processes that were killed; return these decisions."""
    open_ = [each for each in decisions(folder) if each.state == "decided"]
    return [carry_out(folder, each, track=track) for each in open_]


def _is_champion(now: Deployment, decision: Decision, which: str) -> int | None:
    """Return the revision that holds, if one of the two models answers under the variant's name."""
    digest = getattr(decision, which)["digest"]
    names = [each.name for each in now.variants if each.digest == digest]
    return now.revision if decision.champion["variant"] in names else None


def _how(now: Deployment, decision: Decision) -> Promotion:
    """Return how the challenger takes the champion's place: other variants go on as they are."""
    return Promotion() if len(now.variants) == 1 else Promotion(variant=decision.champion["variant"])
