"""Opens the data sets that scikit-learn ships: `source: sklearn://diabetes`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import polars as pl

from wrangle.errors import SourceError, did_you_mean
from wrangle.sources.input import Input, frame_input
from wrangle.sources.places.base import Place
from wrangle.sources.spec import SourceSpec

SCHEME = "sklearn://"
NAMES: Mapping[str, Mapping[str, Any]] = {
    "breast_cancer": {},
    "diabetes": {"scaled": False},
    "digits": {},
    "iris": {},
    "wine": {},
}
"""Data set -> the options of its loader: values as they were measured."""


class Sklearn(Place):
    """The data sets that scikit-learn ships."""

    schemes: ClassVar = ("sklearn",)

    def open(self, path: str, spec: SourceSpec) -> Input:  # noqa: ARG002  # it has no options
        """Open a data set by its name."""
        return open_shipped(path)


def open_shipped(path: str) -> Input:
    """Open a data set that scikit-learn ships.

    Parameters
    ----------
    path : str
        `sklearn://` and a name of `NAMES`.

    Returns
    -------
    Input
        The features by their names, Float64, and `target`: a number, or the name of the class. Spaces and brackets in
        names become underscores.

    Raises
    ------
    SourceError
        There is no such data set; the message names the closest.

    Examples
    --------
    >>> open_shipped("sklearn://iris").frame.collect_schema().names()[-2:]
    ['petal_width_cm', 'target']
    """
    name = path.removeprefix(SCHEME)
    if name not in NAMES:
        raise SourceError(f"{path}: scikit-learn ships no data set {name!r}: {did_you_mean(name, NAMES)}")
    import sklearn.datasets

    found = getattr(sklearn.datasets, f"load_{name}")(**NAMES[name])
    columns = {_word(each): found.data[:, place] for place, each in enumerate(found.feature_names)}
    classes = [str(each) for each in getattr(found, "target_names", ())]
    target = [classes[number] for number in found.target] if classes else found.target
    return frame_input(pl.DataFrame({**columns, "target": target}))


def _word(name: str) -> str:
    return "_".join("".join(letter if letter.isalnum() else " " for letter in name).split())
