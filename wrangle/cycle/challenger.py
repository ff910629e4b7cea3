"""Trains a challenger beside the champion, once for the same inputs, and judges it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wrangle.bundle.bundle import Bundle
from wrangle.bundle.load import load_bundle
from wrangle.captures.states import coverage, truth_stamp
from wrangle.cycle.champion import Champion, Rules
from wrangle.cycle.decision import Decision, decisions
from wrangle.cycle.gathering import Gathered, gather
from wrangle.cycle.judging import judge
from wrangle.engine.data import open_data
from wrangle.errors import ArtefactError
from wrangle.sources.input import Input
from wrangle.training.request import Say
from wrangle.training.train import train
from wrangle.training.trained import Trained

FOLDER = "challengers"
"""The folder of challengers in a deployment, each under the id of its decision."""


@dataclass(frozen=True)
class Asked:
    """Why, and where to, a challenger is trained."""

    by: str = "retrain"
    conditions: tuple[str, ...] = ()
    monitoring: Mapping[str, Any] = field(default_factory=dict)
    out: Path | None = None
    """The challenger's folder; in the deployment's `challengers` where none is given."""
    say: Say | None = None


def inputs_id(champion: Champion, rules: Rules, input_: Input) -> str:
    """Return what tells inputs from others: champion, rules, data and truth decide what a retraining comes to.

    Captures without truth change nothing.
    """
    told = [champion.spec.digest, rules.digest, input_.digest(), truth_stamp(champion.store)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def decide(champion: Champion, rules: Rules, asked: Asked) -> tuple[Decision, bool]:
    """Train a challenger, judge it, and write down what is to become of it; nothing of the deployment changes yet.

    What was decided from the same inputs before is returned as it is. A challenger that was trained by a process that
    was killed is judged, not trained again.

    Returns
    -------
    Decision
    bool
        Whether it is new.

    Raises
    ------
    TooFewError
        There are too few records with truth.
    RetrainError, TrainingError, CaptureError, SourceError, ArtefactError
        See `wrangle.errors`.
    """
    with open_data(rules.pipeline, rules.data) as input_:
        id_ = inputs_id(champion, rules, input_)
        known = {each.id: each for each in decisions(champion.folder)}
        _remove_others(champion.folder, {id_, *known})
        if id_ in known:
            return known[id_], False
        place = asked.out or champion.folder / FOLDER / id_
        bundle = _trained_before(place, id_) or _train(champion, rules, input_, place, id_, asked)
    return _decision(champion, rules, bundle, id_, asked), True


def _remove_others(folder: Path, known: set[str]) -> None:
    """Remove challengers that nobody will judge: what they were trained on has changed since."""
    for each in (folder / FOLDER).glob("[!.]*"):
        if each.name not in known:
            shutil.rmtree(each, ignore_errors=True)


def _trained_before(place: Path, id_: str) -> Bundle | None:
    try:
        found = load_bundle(place)
    except ArtefactError:
        return None
    return found if (found.manifest.get("retrain") or {}).get("id") == id_ else None


def _train(champion: Champion, rules: Rules, input_: Input, place: Path, id_: str, asked: Asked) -> Bundle:
    gathered = gather(champion, rules, input_)
    place.parent.mkdir(parents=True, exist_ok=True)
    trained = train(
        rules.pipeline, gathered.input, champion=champion.bundle, held=gathered.held, rules=rules.texts, curve=False,
        journal=place.parent / f".{id_}.search.jsonl", say=asked.say,
    )  # fmt: skip
    told = {"id": id_, **gathered.describe()}
    _with(trained, gathered, told).save(place)
    return load_bundle(place)


def _with(trained: Trained, gathered: Gathered, told: Mapping[str, Any]) -> Trained:
    """Return a training that tells what it was trained on."""
    facts = replace(trained.facts, dataset=gathered.dataset)
    return replace(trained, facts=facts, more={**trained.more, "retrain": told})


def _decision(champion: Champion, rules: Rules, bundle: Bundle, id_: str, asked: Asked) -> Decision:
    judged = judge(bundle.metrics, rules.monitor.retrain)
    spec, folder = champion.spec, bundle.folder
    inside = folder.is_relative_to(champion.folder)
    data = {name: value for name, value in bundle.manifest["retrain"].items() if name != "id"}
    found = Decision(
        id=id_,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        action="promote" if judged.promote else "keep",
        why=judged.why,
        champion={"name": champion.bundle.name, "digest": spec.digest, "variant": spec.name,
                  "revision": champion.revision},
        challenger={"digest": bundle.digest,
                    "bundle": (folder.relative_to(champion.folder) if inside else folder.absolute()).as_posix()},
        data={**data, "rows_compared": judged.rows, "labelled_in_all": coverage(champion.store).labelled,
              "rules": rules.digest},
        metric=judged.metric,
        metrics=judged.metrics,
        accepts=tuple(bundle.metrics["verdicts"]),
        asked_by=asked.by,
        conditions=asked.conditions,
        monitoring=asked.monitoring,
    )  # fmt: skip
    found.save(champion.folder)
    return found
