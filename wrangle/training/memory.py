"""Decides how much memory the matrices may take, and whether they lie on disk instead."""

from __future__ import annotations

import re
from typing import Any

from wrangle.errors import TrainingError
from wrangle.sections.train import Train
from wrangle.training.estimators import SHORT, find


def memory_limit(text: str | None) -> int:
    """Return how many bytes the matrices may take: what is said, else half of what is free.

    Raises
    ------
    TrainingError
        The text is no size.

    Examples
    --------
    >>> memory_limit("4GB")
    4294967296
    """
    if text is None:
        import psutil

        return int(psutil.virtual_memory().available // 2)
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMG])i?B?", text.strip(), re.IGNORECASE)
    if match is None:
        raise TrainingError(f"train: `memory: {text}` is no size: write `500MB` or `4GB`")
    return int(float(match[1]) * 1024 ** (1 + "KMG".index(match[2].upper())))


def beyond_memory(section: Train, own: Any, size: int) -> str | None:
    """Return in words that matrices of a size lie on disk; None where they fit into memory.

    Parameters
    ----------
    section : Train
    own : object, optional
        An estimator brought from Python.
    size : int
        The bytes that the matrices take.

    Raises
    ------
    TrainingError
        They do not fit, and the estimator cannot learn batch by batch.
    """
    limit = memory_limit(section.memory)
    if size <= limit:
        return None
    named, needed, allowed = section.estimator, f"{size / 2**30:.1f} GB", f"{limit / 2**30:.1f} GB"
    if own is not None or named in SHORT or not hasattr(find(named), "partial_fit"):
        raise TrainingError(
            f"train: the matrix takes {needed}, and {allowed} may be used: name fewer "
            "features, an estimator that learns batch by batch (sklearn.linear_model.SGDClassifier, SGDRegressor, "
            "sklearn.neural_network.MLPClassifier, sklearn.naive_bayes.GaussianNB), or raise `memory`"
        )
    return f"the matrix of {needed} does not fit into {allowed}: it lies on disk, and {named} learns batch by batch"
