"""What training gives back: the fitted pipeline, the model, what it is worth, and where all of it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.bundle.model import Model
from wrangle.bundle.write import BundleParts, write_bundle
from wrangle.drift.baseline import Samples, make_baseline
from wrangle.engine.fitted import FittedPipeline
from wrangle.reports.facts import ReportFacts
from wrangle.training.evaluation import Evaluation


@dataclass(frozen=True)
class Trained:
    """A trained model. `save` writes the bundle; in a notebook it shows what the model is worth."""

    pipeline: FittedPipeline
    """With what it learned from the training rows."""
    model: Model
    evaluation: Evaluation
    facts: ReportFacts
    """What the report and the model card tell."""
    rules: Mapping[str, str] = field(repr=False, default_factory=dict)
    """Rule file, and those that it includes: path -> text, the trained one first."""
    golden: pl.DataFrame | None = field(repr=False, default=None)
    """Raw rows of the test part, from which golden records are chosen."""
    samples: Samples | None = field(repr=False, default=None)
    """Raw rows from which the baseline is made that served records are compared with."""
    notes: Sequence[str] = ()
    """What was done that the rule file does not say."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """Further entries of the manifest."""

    @property
    def accepted(self) -> bool:
        """Whether every limit of `accept:` holds on the test part."""
        return self.evaluation.accepted

    @property
    def metrics(self) -> Mapping[str, Any]:
        """Part -> metric -> value with its interval: what `metrics.json` holds, as plain JSON values."""
        found: Mapping[str, Any] = self.evaluation.describe()["metrics"]
        return found

    @property
    def report(self) -> str:
        """The report as one self-contained HTML page."""
        from wrangle.reports.training import render

        return render(self.facts)

    @property
    def card(self) -> str:
        """The model card, in Markdown."""
        from wrangle.reports.card import card

        return card(self.facts)

    @cached_property
    def baseline(self) -> Mapping[str, Any]:
        """What the training was like, column by column and rule by rule: baseline.json; empty without raw rows."""
        if self.samples is None:
            return {}
        return make_baseline(self.pipeline, self.model, self.samples).describe()

    def save(self, folder: str | Path) -> Path:
        """Write the bundle: whole or not at all.

        Raises
        ------
        OutputError
            The folder cannot be written, or holds something else than a bundle.
        ArtefactError
            The estimator holds something that cannot be stored without pickle.
        """
        facts = self.facts
        parts = BundleParts(
            pipeline=self.pipeline, model=self.model, rules=self.rules, estimator=facts.estimator,
            options=facts.options, name=facts.name, seed=facts.seed, counts=facts.rows, dataset=facts.dataset,
            parent=facts.parent, metrics=facts.metrics, report=self.report, card=self.card, golden=self.golden,
            baseline=self.baseline,
            more={**self.more, "split": facts.split, "search": facts.search, "notes": list(self.notes)},
        )  # fmt: skip
        return write_bundle(folder, parts)

    def _repr_html_(self) -> str:
        from wrangle.reports.notebook import notebook

        return notebook(self.facts)
