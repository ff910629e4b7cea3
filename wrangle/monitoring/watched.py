"""What is watched: the bundle, its baseline, its rules' `monitor:` section, and where its captures are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from wrangle.bundle.bundle import Bundle
from wrangle.bundle.load import load_bundle
from wrangle.captures.store import store_url
from wrangle.drift.baseline import Baseline, read_baseline
from wrangle.drift.rules import Rules, sources_of
from wrangle.engine.plan import Request, resolve
from wrangle.errors import CaptureError, DeploymentError, did_you_mean
from wrangle.rulefile.section import load_section
from wrangle.sections.monitor import Monitor
from wrangle.sections.train import Train
from wrangle.serving.deployment import FILE, read_deployment
from wrangle.serving.loading import settings_of


@dataclass(frozen=True)
class Watched:
    """A model that serves, and what was asked to be watched of it."""

    bundle: Bundle
    section: Monitor
    captures: str | None
    """The address of a store, or a file or folder of SageMaker's data capture."""
    folder: Path
    """Where monitor.json goes if nothing is said."""
    variant: str | None = None

    @cached_property
    def baseline(self) -> Baseline:
        """What the training was like."""
        return read_baseline(self.bundle)

    @cached_property
    def rules(self) -> Rules:
        """The rules as they are served."""
        return Rules(self.bundle.pipeline)

    @cached_property
    def train(self) -> Train:
        """How it was trained."""
        found: Train = _read(self.bundle.rules, "train") or Train()
        return found

    @cached_property
    def later(self) -> frozenset[str]:
        """Raw columns that only the target is made of: they may be there in training alone."""
        pipeline, model = self.bundle.pipeline, self.bundle.model
        if model.target is None:
            return frozenset()
        trained = resolve(Request(pipeline.pipeline, pipeline.schema, pipeline.learned))
        served = self.rules.sources()
        features = frozenset().union(*(served[each.name] for each in model.encoding.features if each.name in served))
        return sources_of(trained, pipeline.schema).get(model.target, frozenset()) - features

    @property
    def quality_by(self) -> tuple[str, ...]:
        """The columns by whose values quality is measured apart."""
        return self.section.quality.by or self.section.drift.by or tuple(self.baseline.slices)

    @property
    def store(self) -> str:
        """Where the captures are.

        Raises
        ------
        CaptureError
            Nobody said.
        """
        if self.captures is None:
            raise CaptureError(f"{self.bundle.folder}: name where its captures are: --captures URL, or a deployment")
        return self.captures


def watched(
    target: str | Path, captures: str | None = None, rules: Path | None = None, variant: str | None = None
) -> Watched:
    """Return what a deployment's folder, or a bundle's, gives to watch.

    Parameters
    ----------
    target : path
    captures : str, optional
        In place of the deployment's own: a store's address, or a file or folder of SageMaker's data capture.
    rules : Path, optional
        A rule file whose `monitor:` section counts, in place of the bundle's.
    variant : str, optional
        Which of a deployment's models; the first where none is named.

    Raises
    ------
    DeploymentError, ArtefactError, RuleFileError, CaptureError
        It cannot be read, or has no such variant or column.
    """
    folder = Path(target)
    if not folder.is_dir():
        raise DeploymentError(f"{folder}: there is no such folder: name a deployment, or a bundle of `wrangle train`")
    url = store_url(captures, Path.cwd()) if captures is not None and "://" in captures else captures
    name, place = variant, folder
    if (folder / FILE).is_file():
        deployment = read_deployment(folder)
        found = {each.name: each for each in (*deployment.variants, *deployment.shadows)}
        name = variant or deployment.variants[0].name
        if name not in found:
            raise DeploymentError(f"{folder}: there is no variant {name!r}: {did_you_mean(name, found)}")
        place = folder / found[name].bundle
        if url is None:
            url = store_url(settings_of(folder, deployment).capture.url, folder)
    bundle = load_bundle(place, check_golden=False)
    out = folder / "monitor" if (folder / FILE).is_file() else Path("monitor")
    made = Watched(bundle, _section(bundle, rules), url, out, name)
    _hold(made)
    return made


def _section(bundle: Bundle, rules: Path | None) -> Monitor:
    found: Monitor = _read(bundle.rules, "monitor") if rules is None else load_section(rules, "monitor")
    return found or Monitor()


def _read(path: Path, name: str) -> Any:
    """Return a section of a bundle's rule file; None where the bundle was made without one."""
    return load_section(path, name) if path.is_file() and path.stat().st_size else None


def _hold(made: Watched) -> None:
    """Hold the columns that the section names against those that there are."""
    section = made.section
    known = {*made.bundle.pipeline.schema, *made.rules.plan.after}
    options = {
        "drift: columns": () if section.drift.columns == "all" else section.drift.columns,
        "drift: without": section.drift.without,
        "quality: by": section.quality.by,
    }
    for option, names in options.items():
        for name in names:
            if name not in known:
                raise CaptureError(f"monitor: {option}: there is no column {name!r}: {did_you_mean(name, known)}")
