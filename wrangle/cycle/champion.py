"""The model that a deployment answers by, what it was trained on, and the rules to train another by."""

from __future__ import annotations

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
    return Champion(folder, spec, len(now.variants) == 1, now.revision, bundle, store)


@dataclass(frozen=True)
class Rules:
    """What a challenger is trained by."""

    pipeline: Pipeline
    texts: Mapping[str, str]
    """Path -> text of the rule file, and of those that it includes."""
    data: Any = None
    """The data of the repository; None: the source of the rule file."""

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


def rules_of(champion: Champion, rules: Path | None = None, data: Path | None = None) -> Rules:
    """Return what to train a challenger by.

    Parameters
    ----------
    champion : Champion
    rules : Path, optional
        A rule file; without it the one that the champion was trained by, as it is kept in its bundle.
    data : Path, optional
        The data of the repository; without it the source of the rule file that was named, else the files that the
        champion was trained on.

    Raises
    ------
    RuleFileError
        The rule file has faults, or names files that are not there.
    RetrainError
        The data is not where it was when the champion was trained.
    """
    path = rules or champion.bundle.rules
    found = Rules(load(path), rule_texts(path), data)
    if data is not None or rules is not None:
        return found
    source, files = found.pipeline.source, champion.dataset.get("files") or ()
    if source is not None and isinstance(source.path, str) and "://" in source.path:
        return found
    missing = [each for each in files if not Path(each).is_file()]
    if missing or not files:
        what = f"{missing[0]} is not there" if missing else "it was no file"
        raise RetrainError(
            f"{champion.folder}: the data that the champion was trained on cannot be found ({what}): name the rule "
            "file by `--rules`, or the data by `--data`"
        )
    paths = tuple(str(each) for each in files)
    spec = champion.bundle.source(paths[0]).model_copy(update={"path": paths})
    return Rules(found.pipeline, found.texts, spec)
