"""What options of an estimator are worth on a fold: measured here, or by the workers of a cluster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import Any

from wrangle.bundle.encoding import Encoding
from wrangle.cluster.tasks import Handle, Tasks
from wrangle.cluster.work import VERSIONS, call, unwrap
from wrangle.training.answers import answers
from wrangle.training.fitting import fit, model_of
from wrangle.training.folds import Fold
from wrangle.training.metrics import gain
from wrangle.training.part import Part
from wrangle.training.recipe import Recipe
from wrangle.training.target import Target


@dataclass(frozen=True)
class Judge:
    """Fits an estimator to some rows, and tells how good it is on others."""

    recipe: Recipe
    target: Target
    metric: str
    """What decides."""
    seed: int

    def gain(self, options: Mapping[str, Any], encoding: Encoding, learn: Part, test: Part) -> float:
        """Return how good options are, learned from some rows and measured on others; greater is better."""
        fitted = fit(self.recipe, encoding, learn, None, options)
        return gain(self.metric, answers(model_of(self.recipe, encoding, fitted, self.target), test, seed=self.seed))


@dataclass(frozen=True)
class Trying:
    """All that the value of options on a fold depends on: a worker gets it once."""

    judge: Judge
    encoding: Encoding
    training: Part

    def __call__(self, options: Mapping[str, Any], fold: Fold) -> float:
        """Return how good options are on a fold; greater is better."""
        learn, test = (self.training.take(places) for places in fold)
        return self.judge.gain(options, self.encoding, learn, test)


def tried(trying: Trying, options: Mapping[str, Any], fold: Fold) -> float:
    """Return how good options are on a fold, on a worker: in one thread, as a worker has one processor to itself."""
    from joblib import parallel_config
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1), parallel_config(backend="sequential"):
        return trying(options, fold)


@dataclass
class Afar:
    """Has options tried by the workers of a cluster; data and folds are sent once, whatever is tried on them."""

    tasks: Tasks
    trying: Handle
    folds: dict[str, Handle] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    @classmethod
    def of(cls, tasks: Tasks, trying: Trying) -> Afar:
        """Send what is to be tried to the workers."""
        return cls(tasks, tasks.share(trying))

    def __call__(self, options: Mapping[str, Any], fold: Fold) -> float:
        """Return how good options are on a fold; may be asked from several threads at a time.

        Raises
        ------
        TrainingError
            The estimator refuses the rows.
        ClusterError
            A worker has other versions, or the workers that tried it died.
        """
        handle = self.tasks.submit(call, VERSIONS, tried, self.trying, dict(options), self._shared(fold))
        return float(unwrap(self.tasks.result(handle)))

    def _shared(self, fold: Fold) -> Handle:
        digest = sha256(b"|".join(places.astype("<i8").tobytes() for places in fold)).hexdigest()
        with self.lock:
            if digest not in self.folds:
                self.folds[digest] = self.tasks.share(fold)
            return self.folds[digest]
