"""What reports are made from: plain JSON values, so that a report can be made anew from a bundle's files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True)
class ReportFacts:
    """All that a report or model card tells. Every value is what `json.loads` gives."""

    name: str
    metrics: Json
    """What `metrics.json` holds: `Evaluation.describe()` of the training."""
    description: str = ""
    created_at: str = ""
    estimator: str = ""
    options: Json = field(default_factory=dict)
    features: Sequence[str] = ()
    split: Json = field(default_factory=dict)
    """How rows were divided: `how`, and what else is to be told, as `by`, `gap`, the oldest time of each part."""
    rows: Json = field(default_factory=dict)
    """Part -> what became of its rows: `read`, `quarantined`, `dropped`, `written`, or just a number."""
    learned: Sequence[Json] = ()
    """What the pipeline's steps learned, as tables; see `wrangle.reports.learned`."""
    search: Json | None = None
    """`method`, `metric`, and `trials`, each with `options`, `value` and what else is to be told of it."""
    dataset: Sequence[Json] = ()
    """The inputs: `name`, and `files` or `sha256`."""
    rules: Json = field(default_factory=dict)
    """`file` and `sha256` of the rule file."""
    seed: int = 0
    parent: str | None = None
    made_by: Json = field(default_factory=dict)
    """Library -> its version."""

    @classmethod
    def from_bundle(
        cls, manifest: Json, metrics: Json, *, description: str = "", learned: Sequence[Json] = ()
    ) -> ReportFacts:
        """Return the facts that a bundle holds.

        Parameters
        ----------
        manifest, metrics : mapping
            What `manifest.json` and `metrics.json` hold.
        description : str
            What the rule file says of itself.
        learned : sequence of mapping
            What `learned_tables` gives for the bundle's pipeline.

        Examples
        --------
        >>> ReportFacts.from_bundle({"name": "ice", "counts": {"test": 5}}, {"problem": "binary"}).rows
        {'test': 5}
        """
        named = ("created_at", "estimator", "options", "features", "split", "search", "dataset", "rules", "seed")
        return cls(
            name=manifest["name"],
            metrics=metrics,
            description=description or manifest.get("description", ""),
            rows=manifest.get("counts", {}),
            learned=learned,
            parent=manifest.get("parent"),
            made_by=manifest.get("made_by", {}),
            **{name: manifest[name] for name in named if manifest.get(name) is not None},
        )
