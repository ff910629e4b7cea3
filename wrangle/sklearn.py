"""A rule file as a scikit-learn transformer."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

import numpy as np
import polars as pl
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from wrangle.engine.pipeline import Pipeline
from wrangle.engine.record import Records


class RuleTransformer(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    r"""Clean and transform tables by a rule file inside a scikit-learn pipeline.

    `fit` learns what the steps ask for. `transform` gives one row for each row, as serving does: steps that say
    `at: training` and frame steps (deduplicate) are left out, and a row that a step or check rejects is an error.

    Parameters
    ----------
    rules : path, text or Pipeline, optional
        A rule file, its YAML text (of more than one line), or a pipeline; without it tables stay as they are.

    Attributes
    ----------
    fitted_ : wrangle.FittedPipeline
        The pipeline with all that it learned.
    feature_names_in_, n_features_in_
        As everywhere in scikit-learn. Arrays have the columns `x0`, `x1`, ...

    Examples
    --------
    >>> rules = "name: p\nclean:\n  - impute: {columns: all, with: mean}"
    >>> table = pl.DataFrame({"a": [1.0, None, 3.0]})
    >>> RuleTransformer(rules).set_output(transform="polars").fit_transform(table)["a"].to_list()
    [1.0, 2.0, 3.0]
    """

    def __init__(self, rules: str | Path | Pipeline | None = None) -> None:
        self.rules = rules

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: N803, ARG002  # scikit-learn's names
        """Learn what the steps ask for.

        Parameters
        ----------
        X : polars or pandas frame, or array, (rows, columns)
        y : ignored
        """
        frame = self._frame(X, reset=True)
        self.fitted_ = self._pipeline().fit(frame)
        self._names_out = self.fitted_.serve(frame.head(0)).columns
        return self

    def transform(self, X: Any) -> Any:  # noqa: N803  # scikit-learn's name
        """Return the rows cleaned and transformed.

        Parameters
        ----------
        X : polars or pandas frame, or array, (rows, columns)

        Returns
        -------
        frame or array, (rows, columns out)
            Of the kind of `X`, or as `set_output` says.
        """
        check_is_fitted(self)
        return self._given_back(self.fitted_.serve(self._frame(X, reset=False)), X)

    def _given_back(self, table: pl.DataFrame, X: Any) -> Any:  # noqa: N803  # scikit-learn's name
        """Return a table as a frame or array of the kind that was given."""
        if isinstance(X, pl.DataFrame):
            return table
        return _to_pandas(table, X.index) if hasattr(X, "iloc") else table.to_numpy()

    def fit_transform(self, X: Any, y: Any = None, **_: Any) -> Any:  # noqa: N803  # scikit-learn's name
        """Learn what the steps ask for, and return the same rows as rows that were learned from.

        A `target_encode` encodes each of them by what it learned from the others.

        Parameters
        ----------
        X : polars or pandas frame, or array, (rows, columns)
        y : ignored
        """
        self.fit(X, y)
        fitted = self.fitted_
        records = Records(fitted.pipeline, fitted.learned, fitted.schema, _all)
        return self._given_back(records.serve(self._frame(X, reset=False)), X)

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """Return the names of the columns that `transform` gives.

        Parameters
        ----------
        input_features : array of str, optional
            Must be the names that were fitted, where given.
        """
        check_is_fitted(self)
        known = list(self.fitted_.schema)
        if input_features is not None and list(input_features) != known:
            raise ValueError(f"input_features should be the columns that were fitted: {', '.join(known)}")
        return np.asarray(self._names_out, dtype=object)

    def _pipeline(self) -> Pipeline:
        if isinstance(self.rules, Pipeline):
            return self.rules
        if self.rules is None:
            return Pipeline("table")
        from wrangle.rulefile.read import load, read_text

        return read_text(self.rules) if isinstance(self.rules, str) and "\n" in self.rules else load(self.rules)

    def _frame(self, X: Any, *, reset: bool) -> pl.DataFrame:  # noqa: N803  # scikit-learn's name
        """Return a table as a polars frame; hold it against what was fitted."""
        if isinstance(X, pl.DataFrame) or hasattr(X, "iloc"):
            validate_data(self, X, reset=reset, skip_check_array=True)
            return X if isinstance(X, pl.DataFrame) else _from_pandas(X)
        array = validate_data(self, X, reset=reset, dtype=None, ensure_all_finite=False)
        return pl.DataFrame({f"x{index}": _column(array[:, index]) for index in range(array.shape[1])})

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.string = True
        return tags


def _all(rows: pl.Series) -> pl.Series:
    """Tell that all rows are learned from."""
    return pl.repeat(value=True, n=len(rows), dtype=pl.Boolean, eager=True).alias(rows.name)


def _from_pandas(frame: Any) -> pl.DataFrame:
    """Return a pandas frame as a polars frame, missing values as null (polars' own way needs pyarrow)."""
    return pl.DataFrame({str(name): _from_pandas_column(frame[name]) for name in frame.columns})


def _from_pandas_column(column: Any) -> pl.Series:
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "biufmM":
        return pl.Series(column.to_numpy(), nan_to_null=True)
    values = column.astype(object)
    return pl.Series(values.where(values.notna(), None).tolist(), strict=False)


def _to_pandas(table: pl.DataFrame, index: Any) -> Any:
    """Return a polars frame as a pandas frame with the row labels of the table it was made of."""
    import pandas as pd

    return pd.DataFrame({each.name: _to_pandas_column(each) for each in table}, index=index)


def _to_pandas_column(column: pl.Series) -> Any:
    if isinstance(column.dtype, (pl.Datetime, pl.Duration)) and getattr(column.dtype, "time_zone", None) is None:
        return column.to_numpy()
    return column.to_numpy() if column.dtype.is_numeric() else column.to_list()


def _column(values: Any) -> pl.Series:
    return pl.Series(values.tolist(), strict=False) if values.dtype == object else pl.Series(values)
