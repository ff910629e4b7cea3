"""Writes a bundle: whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from wrangle.bundle.bundle import GOLDEN, MANIFEST, MODEL, Bundle, digest_of, json_line, json_text
from wrangle.bundle.golden import choose
from wrangle.bundle.manifest import FORMAT, VERSION, digests, made_by
from wrangle.bundle.model import Model
from wrangle.bundle.predictor import Predictor
from wrangle.bundle.signature import signature
from wrangle.bundle.trust import store
from wrangle.engine.fitted import FittedPipeline
from wrangle.engine.lineage import learned_digest
from wrangle.errors import ArtefactError
from wrangle.secret import hidden, hidden_in
from wrangle.sources.output import OutputFolder


@dataclass(frozen=True)
class BundleParts:
    """All that goes into a bundle, and that it cannot tell by itself."""

    pipeline: FittedPipeline
    model: Model
    rules: Mapping[str, str]
    """Path of a rule file, relative to `rules/` -> its text; the first is the one that was trained, the others those
    that it includes."""
    estimator: str
    """The full name of the estimator that was asked for, or of your own class."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Its options, the searched ones among them."""
    name: str | None = None
    """The name of the model; that of the pipeline where none is given."""
    seed: int = 0
    counts: Mapping[str, Any] = field(default_factory=dict)
    """Part -> rows, or what became of them: plain JSON values."""
    dataset: Sequence[Mapping[str, Any]] = ()
    """The inputs of the run's lineage: name, files and SHA-256 of each."""
    parent: str | None = None
    """The model that this one is to follow: name@version or digest."""
    metrics: Mapping[str, Any] = field(default_factory=dict)
    report: str = ""
    """HTML; none is written where it is empty."""
    card: str = ""
    """Markdown; none is written where it is empty."""
    golden: pl.DataFrame | None = None
    """Raw rows of the test part, from which golden records are chosen."""
    baseline: Mapping[str, Any] = field(default_factory=dict)
    """What the training was like, as plain JSON values; none is written where it is empty."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """Further entries of the manifest, as plain JSON values."""


def write_bundle(folder: str | Path, parts: BundleParts) -> Path:
    """Write a bundle; whole or not at all. An earlier bundle there is replaced in one step.

    Parameters
    ----------
    folder : path
        A new or empty folder, or an earlier bundle.
    parts : BundleParts

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    OutputError
        The folder cannot be written, or holds something else than a bundle.
    ArtefactError
        The estimator holds something that cannot be stored without pickle.
    """
    model = store(parts.model.estimator)
    with OutputFolder(folder, sign=MANIFEST) as output:
        to = output.path
        parts.pipeline.save(to / "pipeline")
        (to / MODEL).write_bytes(model)
        golden = _golden(to, parts)
        example = next((each["record"] for each in golden if each["answer"]["status"] == "ok"), None)
        texts = {
            **{f"rules/{_inside(name)}": text for name, text in parts.rules.items()},
            "schema.json": json_text(signature(parts.pipeline, parts.model, example)),
            "metrics.json": json_text(hidden_in(dict(parts.metrics))),
            GOLDEN: "".join(json_line(each) for each in golden),
            "requirements.txt": _requirements(made_by(parts.model.estimator)),
            "baseline.json": json_line(hidden_in(dict(parts.baseline))) if parts.baseline else "",
            "report.html": parts.report,
            "card.md": parts.card,
        }
        for name, text in texts.items():
            if text or not name.startswith(("report", "card", "baseline")):
                (to / name).parent.mkdir(parents=True, exist_ok=True)
                (to / name).write_text(hidden(text), encoding="utf-8")
        (to / MANIFEST).write_text(json_text(_manifest(to, parts)), encoding="utf-8")
    return output.target


def _manifest(folder: Path, parts: BundleParts) -> dict[str, Any]:
    model, pipeline = parts.model, parts.pipeline
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "name": _name(parts),
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "made_by": made_by(model.estimator),
        "problem": model.problem,
        "target": model.target,
        "features": [each.name for each in model.encoding.features],
        "estimator": parts.estimator,
        "options": dict(parts.options),
        "seed": parts.seed,
        "parent": parts.parent,
        "counts": dict(parts.counts),
        "dataset": [dict(each) for each in parts.dataset],
        "source": _reading(pipeline),
        "rules": {"file": next(iter(parts.rules), None), "sha256": pipeline.pipeline.digest},
        "learned": {"sha256": learned_digest(pipeline.learned)},
        **parts.more,
        "model": model.describe(),
        "files": digests(folder),
    }
    found: dict[str, Any] = hidden_in(whole)
    return found


def _reading(pipeline: FittedPipeline) -> dict[str, Any]:
    """Return how files of the data are read: the options of `source`, but for where it lies."""
    source = pipeline.pipeline.source
    return {} if source is None else source.reading()


def _golden(folder: Path, parts: BundleParts) -> list[dict[str, Any]]:
    if parts.golden is None:
        return []
    bundle = Bundle(folder, {"name": _name(parts)}, parts.pipeline, parts.model, digest_of(b""))
    return choose(Predictor(bundle), parts.golden, parts.seed)


def _name(parts: BundleParts) -> str:
    return parts.name or parts.pipeline.pipeline.name


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ArtefactError(f"{name}: a rule file's path in a bundle must be relative to its folder `rules`")
    return str(path)


def _requirements(made: Mapping[str, str]) -> str:
    return "".join(f"{name}=={version}\n" for name, version in made.items() if name != "python")
