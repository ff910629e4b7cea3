"""What verbs that read captures take: a deployment's folder, or the address of a store."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any


def store_of(target: str) -> str:
    """Return the address of a store; that of a deployment is told by its settings.

    Examples
    --------
    >>> store_of("sqlite:////srv/captures.sqlite")
    'sqlite:////srv/captures.sqlite'
    """
    from wrangle.captures.store import store_url

    if "://" in target:
        return store_url(target, Path.cwd())
    from wrangle.serving.deployment import read_deployment
    from wrangle.serving.loading import settings_of

    folder = Path(target)
    return store_url(settings_of(folder, read_deployment(folder)).capture.url, folder)


@dataclass(frozen=True)
class KnownTruth:
    """What is known of the truth before any of it is read: by the model and the rule file of a deployment."""

    labels: Any
    """`wrangle.captures.labels.Labels`"""
    within: timedelta | None = None
    key: tuple[str, ...] = ()
    label: str | None = None
    time: str | None = None
    names: tuple[str, ...] = field(default=("label",))
    """What the column of the label may be called."""

    def columns(self, id_: str | None, label: str | None, time: str | None, key: tuple[str, ...]) -> Any:
        """Return which columns hold what: what is said on the command line wins."""
        from wrangle.captures.truth_lines import Columns

        return Columns(id_, label or self.label, time or self.time, key or self.key, self.names)


def truth_of(target: str) -> KnownTruth:
    """Return what a deployment says of the truth; of a bare store nothing is known.

    Raises
    ------
    DeploymentError, ArtefactError, RuleFileError
        The deployment cannot be read.
    CaptureError
        Its model finds clusters, for which there is no truth.
    """
    from wrangle.captures.labels import Labels

    if "://" in target:
        return KnownTruth(Labels())
    from wrangle.bundle.manifest import read_manifest
    from wrangle.serving.deployment import read_deployment

    folder = Path(target)
    bundle = folder / read_deployment(folder).variants[0].bundle
    manifest, _ = read_manifest(bundle)
    told = _section(bundle / "rules" / str(manifest["rules"]["file"]))
    within = None if told.within is None else span(told.within)
    target_name = manifest["model"]["target"]
    names = ("label", target_name) if target_name else ("label",)
    labels = Labels.of_manifest(manifest, told.positive)
    return KnownTruth(labels, within, tuple(told.key), told.label, told.time, names)


def span(text: str) -> timedelta:
    """Return a duration of a rule file.

    Examples
    --------
    >>> span("3d")
    datetime.timedelta(days=3)
    """
    from wrangle.expressions.durations import microseconds

    return timedelta(microseconds=microseconds(text))


def _section(rules: Path) -> Any:
    from wrangle.rulefile.section import load_section
    from wrangle.sections.monitor import Monitor

    found: Monitor = load_section(rules, "monitor") or Monitor()
    return found.truth
