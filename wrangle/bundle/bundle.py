"""What is deployed: fitted pipeline, model, and all that is known of them, as one folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from wrangle.bundle.model import Model
from wrangle.engine.fitted import FittedPipeline
from wrangle.sources.spec import SourceSpec

MANIFEST = "manifest.json"
MODEL = "model.skops"
GOLDEN = "golden.jsonl"


@dataclass(frozen=True)
class Bundle:
    """A bundle that was loaded: all its files are as they were written, and it answers as it did then.

    `wrangle.bundle.load.load_bundle` makes one; `wrangle.bundle.predictor.Predictor` asks it.
    """

    folder: Path
    manifest: Mapping[str, Any]
    """What `manifest.json` holds: names, seed, versions, lineage, digests of all files."""
    pipeline: FittedPipeline
    model: Model
    digest: str
    """SHA-256 of `manifest.json`, which names the SHA-256 of every other file: the identity of the bundle."""

    @property
    def name(self) -> str:
        """The name of the model."""
        found: str = self.manifest["name"]
        return found

    @cached_property
    def schema(self) -> Mapping[str, Any]:
        """JSON schemas of one raw record, `input`, and of one answer, `output`."""
        found: Mapping[str, Any] = self._json("schema.json")
        return found

    @cached_property
    def metrics(self) -> Mapping[str, Any]:
        """What the evaluation found."""
        found: Mapping[str, Any] = self._json("metrics.json")
        return found

    @cached_property
    def golden(self) -> tuple[Mapping[str, Any], ...]:
        """Raw records of the test part, `record`, and what the bundle answered when it was made, `answer`."""
        lines = (self.folder / GOLDEN).read_text(encoding="utf-8").splitlines()
        return tuple(json.loads(line) for line in lines)

    @property
    def rules(self) -> Path:
        """The rule file that the bundle was trained by."""
        return self.folder / "rules" / str(self.manifest["rules"]["file"])

    def source(self, path: str | Path) -> SourceSpec:
        """Return a file of raw data as a source, read as the data was that the bundle was trained on."""
        return SourceSpec(path=str(path), **self.manifest.get("source") or {})

    def _json(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text(encoding="utf-8"))


def json_text(value: Any) -> str:
    """Return JSON for people to read; it has no word for NaN and infinity, so they are an error here."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def json_line(value: Any) -> str:
    """Return JSON in one line."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n"


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
