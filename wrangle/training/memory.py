"""Decides how much memory the matrices may take, and whether they lie on disk instead."""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from wrangle.errors import TrainingError
from wrangle.sections.train import Train
from wrangle.training.estimators import SHORT, find
from wrangle.training.side import Wanted


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


def matrix_bytes(wanted: Wanted, rows: int, columns: int | None = None) -> int:
    """Return the bytes of the matrices: what is gathered, and beside it what texts become, as they make a second one.

    Parameters
    ----------
    wanted : Wanted
    rows : int
        The number of rows of all parts.
    columns : int, optional
        The columns of the second matrix; none where no feature is a text.

    Examples
    --------
    >>> from wrangle.bundle.encoding import Feature
    >>> matrix_bytes(Wanted((Feature("t", "number"), Feature("sky", "category"))), 10, columns=4)
    240
    """
    texts = any(each.kind == "category" for each in wanted.features)
    second = (columns or len(wanted.features)) if texts else 0
    return rows * (len(wanted.features) + second) * (4 if wanted.precision == "float32" else 8)


def columns_ahead(wanted: Wanted, batch: pl.DataFrame, most: int) -> int:
    """Return how many columns the features become, by the texts of the first rows.

    Parameters
    ----------
    wanted : Wanted
    batch : polars.DataFrame, (rows, features)
        The first clean rows.
    most : int
        The most columns that a text becomes; 1: its level numbers.

    Examples
    --------
    >>> from wrangle.bundle.encoding import Feature
    >>> sky = Wanted((Feature("t", "number"), Feature("sky", "category")))
    >>> columns_ahead(sky, pl.DataFrame({"t": [1, 2], "sky": ["fog", "rain"]}), 50)
    3
    """
    texts = [each.name for each in wanted.features if each.kind == "category"]
    found = (batch[name].drop_nulls().n_unique() for name in texts)
    return len(wanted.features) - len(texts) + sum(min(most, max(1, each)) for each in found)


def beyond_memory(section: Train, own: Any, size: int, limit: int) -> str | None:
    """Return in words that matrices of a size lie on disk; None where they fit into memory.

    Parameters
    ----------
    section : Train
    own : object, optional
        An estimator brought from Python.
    size : int
        The bytes that the matrices take.
    limit : int
        The bytes that they may take.

    Raises
    ------
    TrainingError
        They do not fit, and the estimator cannot learn batch by batch.
    """
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
