"""What is asked of a training: rule file, data, and all that is brought from Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wrangle.bundle.bundle import Bundle
from wrangle.cluster.executor import Cluster
from wrangle.cluster.tasks import Tasks
from wrangle.engine.data import Data
from wrangle.engine.executor import Executor, Local
from wrangle.engine.pipeline import Pipeline
from wrangle.engine.session import Session
from wrangle.sources.input import Input

Say = Callable[[str, int, int], None]
"""Is told a stage, how much of it is done, and how much there is (0: not known)."""


@dataclass(frozen=True)
class Request:
    """What to train."""

    pipeline: Pipeline
    data: Data = None
    """Frame, path or source; without it the `source` of the rule file."""
    estimator: Any = None
    """An object of your own with `fit` and `predict`, in place of the `estimator` of the rule file."""
    champion: Bundle | None = None
    """The model that serves now: both are measured on the same test rows."""
    journal: Path | None = None
    """A file that keeps the trials of the search, so that one that was stopped goes on."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """Rule file, and those that it includes: path -> text, for the bundle."""
    curve: bool = True
    """Whether a learning curve is drawn."""
    held: Any | None = None
    """numpy.ndarray, (raw rows,), uint8: the codes of rows that are held out for the test, or are in no part; 0 for the
    others, of which only validation is taken as `split` says. None: `split` divides all rows."""
    executor: Executor = field(default_factory=Local)
    """What works on the rows, and on the candidates of a search where it is a cluster."""
    say: Say = lambda stage, done, total: None  # noqa: ARG005

    def session(self, input_: Input) -> Session:
        """Return a session of the data from the start, that tells how far it is."""
        total = input_.rows or 0
        say = self.say
        return Session(self.pipeline, input_, progress=lambda rows: say("clean", rows, total), executor=self.executor)

    @property
    def tasks(self) -> Tasks | None:
        """The workers of a cluster; None where there is none."""
        return self.executor.tasks if isinstance(self.executor, Cluster) else None
