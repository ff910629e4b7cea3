"""The table of metrics: which problems they fit, what they need, which way is better, how they are computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, sqrt
from typing import Literal

from wrangle.bundle.asking import Problem
from wrangle.training import confusion, replicas, scoring
from wrangle.training.replicas import Preparing, mean_of, of_confusion, of_ranking
from wrangle.training.scoring import Scoring, of_classes, of_clusters, of_positive, of_ranks, of_values

Need = Literal["truth", "probabilities", "scores", "matrix", "answers"]


@dataclass(frozen=True)
class Metric:
    """One metric."""

    name: str
    problems: tuple[Problem, ...]
    scoring: Scoring
    """Computes it from answers, by scikit-learn."""
    replica: Preparing | None = None
    """Computes it of resampled rows; None: no interval is told, as for extremes."""
    needs: Need = "truth"
    """What answers must hold: `scores` are met by probabilities too; all but `matrix` and `answers` need the truth."""
    greater: bool = True
    """Whether greater is better."""
    low: float = 0.0
    """The least value that it can take."""
    high: float = 1.0
    """The greatest value that it can take."""

    @property
    def needs_truth(self) -> bool:
        """Whether a target must be known."""
        return self.needs not in {"matrix", "answers"}

    @property
    def needs_probabilities(self) -> bool:
        """Whether nothing but probabilities will do."""
        return self.needs == "probabilities"

    def turned(self, value: float) -> float:
        """Return a value turned so that greater is better."""
        return value if self.greater else -value


_REGRESSION: tuple[Problem, ...] = ("regression",)
_BINARY: tuple[Problem, ...] = ("binary", "anomaly")
_MULTI: tuple[Problem, ...] = ("multiclass",)
_CLASSES: tuple[Problem, ...] = ("binary", "multiclass")
_RANKED: tuple[Problem, ...] = ("binary", "multiclass", "anomaly")
_CLUSTERS: tuple[Problem, ...] = ("clustering",)


def _error(name: str, function: str, replica: Preparing | None, *, weighted: bool = True) -> Metric:
    """Return a metric of regression that is 0 at best."""
    return Metric(name, _REGRESSION, of_values(function, weighted=weighted), replica, greater=False, high=inf)


_TABLE = (
    _error("rmse", "root_mean_squared_error", mean_of(replicas.squared_errors, sqrt)),
    _error("mae", "mean_absolute_error", mean_of(replicas.absolute_errors)),
    Metric("r2", _REGRESSION, of_values("r2_score", least_rows=2), replicas.explained(bias_counts=True), low=-inf),
    Metric(
        "explained_variance",
        _REGRESSION,
        of_values("explained_variance_score", least_rows=2),
        replicas.explained(bias_counts=False),
        low=-inf,
    ),
    _error("mse", "mean_squared_error", mean_of(replicas.squared_errors)),
    _error("median_absolute_error", "median_absolute_error", replicas.median_error),
    _error("mape", "mean_absolute_percentage_error", mean_of(replicas.relative_errors)),
    _error("max_error", "max_error", None, weighted=False),
    Metric("roc_auc", _RANKED, of_ranks("roc_auc_score"), of_ranking(replicas.area), "scores"),
    Metric("average_precision", _RANKED, of_ranks("average_precision_score"), of_ranking(replicas.precision), "scores"),
    Metric(
        "log_loss", _CLASSES, scoring.log_loss, mean_of(replicas.surprises), "probabilities", greater=False, high=inf
    ),
    Metric(
        "brier",
        _CLASSES,
        scoring.brier,
        mean_of(replicas.squared_misses),
        "probabilities",
        greater=False,
        high=2.0,
    ),
    Metric("accuracy", _CLASSES, of_values("accuracy_score"), mean_of(replicas.hits)),
    Metric("balanced_accuracy", _CLASSES, scoring.balanced_accuracy, of_confusion(confusion.balanced_accuracy)),
    Metric("f1", _BINARY, of_positive("f1_score"), of_confusion(confusion.f1)),
    Metric("precision", _BINARY, of_positive("precision_score"), of_confusion(confusion.precision)),
    Metric("recall", _BINARY, of_positive("recall_score"), of_confusion(confusion.recall)),
    Metric("specificity", _BINARY, of_positive("recall_score", negative=True), of_confusion(confusion.specificity)),
    Metric("matthews", _CLASSES, scoring.matthews, of_confusion(confusion.matthews), low=-1.0),
    Metric("f1_macro", _MULTI, of_classes("f1_score", "macro"), of_confusion(confusion.f1_macro)),
    Metric("f1_weighted", _MULTI, of_classes("f1_score", "weighted"), of_confusion(confusion.f1_weighted)),
    Metric("precision_macro", _MULTI, of_classes("precision_score", "macro"), of_confusion(confusion.precision_macro)),
    Metric("recall_macro", _MULTI, of_classes("recall_score", "macro"), of_confusion(confusion.recall_macro)),
    Metric("silhouette", _CLUSTERS, scoring.silhouette, replicas.silhouettes, "matrix", low=-1.0),
    Metric("davies_bouldin", _CLUSTERS, of_clusters("davies_bouldin_score"), None, "matrix", greater=False, high=inf),
    Metric("calinski_harabasz", _CLUSTERS, of_clusters("calinski_harabasz_score"), None, "matrix", high=inf),
    Metric("share_flagged", ("anomaly",), scoring.share_flagged, mean_of(replicas.flags), "answers", greater=False),
)
METRICS: Mapping[str, Metric] = {metric.name: metric for metric in _TABLE}
"""Every metric, by its name."""

ALIASES: Mapping[str, str] = {
    "mean_absolute_error": "mae",
    "mean_squared_error": "mse",
    "root_mean_squared_error": "rmse",
    "mean_absolute_percentage_error": "mape",
    "brier_score": "brier",
    "matthews_corrcoef": "matthews",
    "mcc": "matthews",
    "auc": "roc_auc",
    "roc_auc_ovr": "roc_auc",
    "silhouette_score": "silhouette",
    "davies_bouldin_score": "davies_bouldin",
    "calinski_harabasz_score": "calinski_harabasz",
}
"""Other names, those of scikit-learn's scorers among them; `neg_` before a name changes nothing."""

DEFAULTS: Mapping[Problem, tuple[str, ...]] = {
    "regression": ("rmse", "mae", "r2"),
    "binary": (
        "roc_auc",
        "average_precision",
        "log_loss",
        "brier",
        "balanced_accuracy",
        "f1",
        "precision",
        "recall",
    ),
    "multiclass": ("balanced_accuracy", "accuracy", "f1_macro", "log_loss", "roc_auc"),
    "clustering": ("silhouette", "davies_bouldin", "calinski_harabasz"),
    "anomaly": ("roc_auc", "average_precision", "share_flagged"),
}
"""Problem -> the metrics usual for it, the deciding one first."""
