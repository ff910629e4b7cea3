"""What is known of the truth before it is read: by the model that answers, and the rule file it was trained by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from wrangle.captures.labels import Labels
from wrangle.captures.truth_lines import Columns
from wrangle.expressions.durations import microseconds
from wrangle.rulefile.section import load_section
from wrangle.sections.monitor import Monitor


@dataclass(frozen=True)
class KnownTruth:
    """Which labels there can be, and which columns of the truth hold what. Of a bare store nothing is known."""

    labels: Labels = field(default_factory=Labels)
    within: timedelta | None = None
    """How long after the answer a label may come without being late."""
    columns: Columns = field(default_factory=Columns)

    def named(self, id_: str | None, label: str | None, time: str | None, key: tuple[str, ...]) -> Columns:
        """Return which columns hold what, where some were named: these win over those of the rule file."""
        known = self.columns
        return Columns(id_, label or known.label, time or known.time, key or known.key, known.labels)


def known_truth(bundle: Path, manifest: Mapping[str, Any]) -> KnownTruth:
    """Return what a bundle says of the truth: by its model, and by `monitor: truth` of its rule file.

    Raises
    ------
    CaptureError
        Its model finds clusters, for which there is no truth.
    RuleFileError
        The section has faults.
    """
    file = manifest["rules"]["file"]
    monitor: Monitor = load_section(bundle / "rules" / str(file), "monitor") if file else Monitor()
    told, target = monitor.truth, manifest["model"]["target"]
    names = tuple(dict.fromkeys(each for each in (told.label, "label", target) if each))
    within = None if told.within is None else timedelta(microseconds=microseconds(told.within))
    columns = Columns(None, None, told.time, tuple(told.key), names)
    return KnownTruth(Labels.of_manifest(manifest, told.positive), within, columns)
