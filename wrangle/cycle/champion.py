"""The model that a deployment answers by, what it was trained on, and the rules to train another by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from wrangle.bundle.bundle import Bundle
from wrangle.bundle.load import load_bundle
from wrangle.captures.store import store_url
from wrangle.engine.pipeline import Pipeline
from wrangle.errors import RetrainError
from wrangle.rulefile.read import load
from wrangle.rulefile.texts import rule_texts
from wrangle.sections.monitor import Monitor
from wrangle.sections.train import Train
from wrangle.serving.deployment import VariantSpec, read_deployment
from wrangle.serving.loading import settings_of


@dataclass(frozen=True)
class Champion:
    """The variant of a deployment that answers most requests."""

    folder: Path
    """The deployment's."""
    spec: VariantSpec
    alone: bool
    """Whether it is the only variant."""
    revision: int
    bundle: Bundle
    store: str
    """The address of the captures."""
    versions: frozenset[str] = frozenset()
    """SHA-256 of all models that the deployment has answered by: a store may hold captures of others as well."""

    @property
    def seen_until(self) -> datetime:
        """The moment from which on it has learned from no captured record.

        Of one that was retrained, the border of its hold-out; else when it was made: what was answered after that had
        no truth yet.
        """
        told = (self.bundle.manifest.get("retrain") or {}).get("cutoff")
        return datetime.fromisoformat(told or self.bundle.manifest["created_at"])

    @property
    def dataset(self) -> Mapping[str, Any]:
        """Name, files and SHA-256 of the data that it was trained on, beside captured records."""
        found: Mapping[str, Any] = next(iter(self.bundle.manifest.get("dataset") or ()), {})
        return found


def champion_of(folder: Path) -> Champion:
    """Return the champion of a deployment.

    Raises
    ------
    DeploymentError, ArtefactError
        The deployment or its bundle cannot be read.
    """
    now = read_deployment(folder)
    spec = max(now.variants, key=lambda each: each.weight)
    store = store_url(settings_of(folder, now).capture.url, folder)
    bundle = load_bundle(folder / spec.bundle)
    states = (now.state, *now.history)
    versions = frozenset(each.digest for state in states for each in (*state.variants, *state.shadows))
    return Champion(folder, spec, len(now.variants) == 1, now.revision, bundle, store, versions)


@dataclass(frozen=True)
class Rules:
    """What a challenger is trained by."""

    pipeline: Pipeline
    texts: Mapping[str, str]
    """Path -> text of the rule file, and of those that it includes."""
    champion: Champion
    path: Path | None = None
    """The rule file, where one was named; else it is that of the champion."""
    named_data: Path | None = None
    """The data, where they were named."""

    @property
    def monitor(self) -> Monitor:
        """Its section `monitor`."""
        found = self.pipeline.sections.get("monitor", Monitor())
        assert isinstance(found, Monitor)
        return found

    @property
    def train(self) -> Train:
        """Its section `train`.

        Raises
        ------
        RetrainError
            It has none, or one without a target: nothing comes to be true of it.
        """
        found = self.pipeline.sections.get("train")
        if not isinstance(found, Train) or found.target is None:
            raise RetrainError(f"{self.pipeline.name}: has no `train: target`: only what has a truth can be retrained")
        return found

    @property
    def digest(self) -> str:
        """SHA-256 of steps and sections but for what changes no model: `serve`, and `monitor: retrain: keep`."""
        tidying: Any = {"monitor": {"retrain": {"keep"}}}
        sections = {
            name: each.model_dump(mode="json", exclude=tidying.get(name))
            for name, each in self.pipeline.sections.items()
            if name != "serve"
        }
        told = [self.pipeline.digest, sections]
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()

    @property
    def data(self) -> Any:
        """The data of the repository, as `wrangle.engine.data.open_data` takes it.

        They were named, or are the source of the rule file that was named, or the files that the champion was trained
        on.

        Raises
        ------
        RetrainError
            They are not where they were when the champion was trained.
        """
        source = self.pipeline.source
        elsewhere = source is not None and not source.is_files
        if self.named_data is not None or self.path is not None or elsewhere:
            return self.named_data
        files = [str(each) for each in self.champion.dataset.get("files") or ()]
        missing = [each for each in files if not Path(each).is_file()]
        if missing or not files:
            what = f"{missing[0]} is not there" if missing else "it was no file"
            raise RetrainError(
                f"{self.champion.folder}: the data that the champion was trained on cannot be found ({what}): name the "
                "rule file by `--rules`, or the data by `--data`"
            )
        return self.champion.bundle.source(files[0]).model_copy(update={"path": tuple(files)})


def rules_of(champion: Champion, rules: Path | None = None, data: Path | None = None) -> Rules:
    """Return what to train a challenger by.

    Parameters
    ----------
    champion : Champion
    rules : Path, optional
        A rule file; without it the one that the champion was trained by, as it is kept in its bundle.
    data : Path, optional
        The data of the repository; see `Rules.data`.

    Raises
    ------
    RuleFileError
        The rule file has faults, or names files that are not there.
    """
    path = rules or champion.bundle.rules
    return Rules(load(path), rule_texts(path), champion, rules, data)
