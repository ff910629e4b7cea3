"""What options of an estimator are worth on a fold: measured here, or by the workers of a cluster."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import Any

from wrangle.bundle.encoding import Encoding
from wrangle.cluster.tasks import Handle, Tasks
from wrangle.cluster.work import VERSIONS, call, unwrap
from wrangle.errors import ClusterError, LostError
from wrangle.training.answers import answers
from wrangle.training.fitting import fit, model_of
from wrangle.training.folds import Fold
from wrangle.training.metrics import gain
from wrangle.training.part import Part
from wrangle.training.recipe import Recipe
from wrangle.training.target import Target

TRIES = 5
"""How often rows are sent anew, where workers that held them died."""


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
    """Has options tried by the workers of a cluster; rows and folds are sent once, whatever is tried on them."""

    tasks: Tasks
    trying: Trying
    sent: dict[str, Handle] = field(default_factory=dict)
    """Digest of a fold -> what stands for it; the rows by no digest."""
    lock: Lock = field(default_factory=Lock)

    def __call__(self, options: Mapping[str, Any], fold: Fold) -> float:
        """Return how good options are on a fold; may be asked from several threads at a time.

        Raises
        ------
        TrainingError
            The estimator refuses the rows.
        ClusterError
            A worker has other versions, or the workers that tried it died.
        """
        digest = sha256(b"|".join(places.astype("<i8").tobytes() for places in fold)).hexdigest()
        for _ in range(TRIES):
            sent = self.send("", self.trying), self.send(digest, fold)
            try:
                answer = self.tasks.result(self.tasks.submit(call, VERSIONS, tried, sent[0], dict(options), sent[1]))
            except LostError:
                self._send_anew(sent)
            else:
                return float(unwrap(answer))
        raise ClusterError(f"train: search: {TRIES} times a worker died that held the rows: give workers more memory")

    def send(self, name: str, value: Any) -> Handle:
        """Return what stands for a value on the workers; it is sent the first time."""
        with self.lock:
            if name not in self.sent:
                self.sent[name] = self.tasks.share(value)
            return self.sent[name]

    def _send_anew(self, lost: Collection[Handle]) -> None:
        """Forget what was sent: the worker that held it died before another one had it too."""
        with self.lock:
            self.sent = {name: handle for name, handle in self.sent.items() if handle not in lost}
