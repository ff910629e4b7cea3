"""The record of a decision: what was found, what was decided, and how far it was carried out.

```json
{"format": "wrangle decision", "version": 1, "id": "3f0c...", "at": "2026-05-01T12:00:00+00:00", "state": "done",
 "action": "promote", "why": ["roc_auc is better by ..."], "asked_by": "cycle", "conditions": ["quality"],
 "champion": {"name": "flights", "digest": "02c1...", "variant": "main", "revision": 1},
 "challenger": {"digest": "8f3a...", "bundle": "challengers/3f0c..."},
 "data": {"repository": 50173, "captured": 27973, "held_out": 6915, "cutoff": "...", ...},
 "metric": "roc_auc", "metrics": {"roc_auc": {"champion": {...}, "challenger": {...}, "better_by": {...}}},
 "monitoring": {...}, "revision": 2, "mlflow": {"run_id": "...", "version": "2"}}
```

It is written before anything is changed, and again when all is done: one that is only `decided` is carried out by
whoever comes next, so that a process may be killed at any moment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from wrangle.errors import RetrainError
from wrangle.sources.output import write_whole

FORMAT = "wrangle decision"
VERSION = 1
FOLDER = "decisions"
Action = Literal["promote", "keep"]


@dataclass(frozen=True)
class Decision:
    """What became of a challenger, and why."""

    id: str
    """The first 16 digits of the SHA-256 of all that it follows from."""
    at: str
    action: Action
    why: tuple[str, ...]
    champion: Mapping[str, Any]
    challenger: Mapping[str, Any]
    """`digest`, and `bundle`: its folder, relative to the deployment's where it is in it."""
    data: Mapping[str, Any]
    """How many rows there were of each kind, and the hold-out's border."""
    metric: str
    metrics: Mapping[str, Any]
    accepts: tuple[Mapping[str, Any], ...] = ()
    """What each limit of `accept:` says."""
    asked_by: str = "retrain"
    conditions: tuple[str, ...] = ()
    """Those of `when:` that held."""
    monitoring: Mapping[str, Any] = field(default_factory=dict)
    """Verdict and alarms at that time."""
    state: Literal["decided", "done", "overtaken"] = "decided"
    """`overtaken`: the deployment had changed before it was carried out, and was left as it was."""
    revision: int | None = None
    """The revision of the deployment that it brought about."""
    mlflow: Mapping[str, Any] | None = None
    """Run and version, where MLflow is used."""

    @property
    def promotes(self) -> bool:
        """Whether the challenger takes the champion's place."""
        return self.action == "promote"

    def describe(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {"format": FORMAT, "version": VERSION, **asdict(self)}

    def carried_out(self, **changes: Any) -> Decision:
        """Return it with what came of it."""
        return replace(self, **changes)

    def save(self, folder: Path) -> Path:
        """Write it among the decisions of a deployment: whole or not at all.

        Raises
        ------
        OutputError
            It cannot be written.
        """
        text = json.dumps(self.describe(), indent=2, ensure_ascii=False) + "\n"
        return write_whole(folder / FOLDER / self.file, text)

    @property
    def file(self) -> str:
        """Its name: decisions lie in the order of time."""
        return f"{self.at[:19].replace(':', '')}-{self.id}.json"


def decisions(folder: Path) -> Iterator[Decision]:
    """Yield the decisions of a deployment, oldest first.

    Raises
    ------
    RetrainError
        A file is none.
    """
    for path in sorted((folder / FOLDER).glob("*.json")):
        yield _read(path)


def _read(path: Path) -> Decision:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if raw.pop("format") != FORMAT or raw.pop("version") != VERSION:
            raise RetrainError(f"{path}: is no decision of this version of wrangle: move it elsewhere")
        for name in ("why", "accepts", "conditions"):
            raw[name] = tuple(raw[name])
        return Decision(**raw)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RetrainError(f"{path}: is no decision ({error}): move it elsewhere") from error


def decision_of(folder: Path, id_: str) -> Decision | None:
    """Return the decision that follows from certain inputs; None where there is none yet."""
    return next((each for each in decisions(folder) if each.id == id_), None)
