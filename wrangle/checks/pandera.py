"""Compiles checks to a genuine pandera polars schema that gives the same verdict on a DataFrame.

Each check becomes a registered pandera check (`wrangle_between`, ...) that evaluates our own mask, so the schema can be
written to YAML and read again. pandera validates a `LazyFrame` without looking at the data: validate DataFrames.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from wrangle.catalogue import operation
from wrangle.checks.base import KeyCheck, RowCheck, ValueCheck

KEYWORDS = ("between", "in_set", "matches", "not_null", "unique")
"""The checks on one column that pandera is taught."""

FAILURE_CASES = 10
"""How many failing values of each check pandera shows: without a limit a failing check on 1M rows took 3.5 GB."""


@dataclass(frozen=True)
class ColumnFacts:
    """What a pandera schema says of one column."""

    dtype: pl.DataType | None = None
    """The polars type; any where None."""
    required: bool = True
    nullable: bool = True
    """Whether cells may be null or NaN."""
    checks: tuple[RowCheck, ...] = ()
    """Checks on this column alone, of the kinds named in `KEYWORDS`."""
    unique: bool = False


def schema(name: str, columns: Mapping[str, ColumnFacts]) -> Any:
    """Return a pandera schema with the same verdict on a DataFrame as our checks.

    Columns that it does not name are allowed. A check with `otherwise: warn` warns instead of failing.

    Returns
    -------
    pandera.polars.DataFrameSchema

    Raises
    ------
    ValueError
        A check has `where` or `mostly`, or is of a kind that pandera has no word for: leave it out.

    Examples
    --------
    >>> from wrangle.checks.between import Between
    >>> facts = ColumnFacts(pl.Float64(), nullable=False, checks=(Between(column="humidity", max=100),))
    >>> held = schema("weather", {"humidity": facts})
    >>> held.validate(pl.DataFrame({"humidity": [40.0, 100.0]})).height
    2
    >>> held.validate(pl.DataFrame({"humidity": [101.0]}))
    Traceback (most recent call last):
        ...
    pandera.errors.SchemaError: Column 'humidity' failed validator number 0: <Check wrangle_between: ...
    """
    import pandera.polars as pa

    register()
    return pa.DataFrameSchema(
        {
            column: pa.Column(
                facts.dtype,
                [_compiled(column, check) for check in _checks(column, facts)],
                nullable=facts.nullable,
                required=facts.required,
            )
            for column, facts in columns.items()
        },
        name=name,
    )


@cache
def register() -> None:
    """Teach pandera our checks; needed before a schema of ours is read from YAML (`pandera.io.polars_io.from_yaml`).

    Examples
    --------
    >>> import pandera.polars as pa
    >>> register()
    >>> pa.Check.wrangle_matches("^A")
    <Check wrangle_matches: wrangle_matches(pattern=^A)>
    """
    from pandera.api.checks import Check
    from pandera.api.extensions import register_check_method

    for keyword in KEYWORDS:
        if not hasattr(Check, f"wrangle_{keyword}"):
            register_check_method(_check_function(keyword), statistics=_options(keyword))


def _options(keyword: str) -> list[str]:
    """Return the options that are a check's own; the column is pandera's to say."""
    common = {*RowCheck.model_fields, "column", "columns"}
    return [option for option in operation("checks", keyword).model_fields if option not in common]


def _checks(column: str, facts: ColumnFacts) -> Iterator[RowCheck]:
    yield from facts.checks
    if facts.unique:
        yield operation("checks", "unique")(column=column)


def _compiled(column: str, check: RowCheck) -> Any:
    from pandera.api.checks import Check

    if check.keyword() not in KEYWORDS or check.reads() != (column,):
        raise ValueError(f"pandera has no word for the check {check.label!r} on the column {column!r}")
    if check.where is not None or check.mostly < 1:
        raise ValueError(f"pandera has no word for `where` and `mostly`, which the check {check.label!r} has")
    options = check.model_dump(mode="json", include=set(_options(check.keyword())))
    method = getattr(Check, f"wrangle_{check.keyword()}")
    return method(**options, n_failure_cases=FAILURE_CASES, raise_warning=check.otherwise == "warn")


def _check_function(keyword: str) -> Any:
    """Return the function that pandera calls with a frame and a column: true where our mask is not."""
    import inspect

    def fine(data: Any, **options: Any) -> pl.LazyFrame:
        given = {option: _plain(value) for option, value in options.items()}
        check = operation("checks", keyword)(column=data.key, **given)
        return _violations(check, data.lazyframe).select(pl.all().not_().fill_null(True))

    statistics = [inspect.Parameter(option, inspect.Parameter.KEYWORD_ONLY) for option in _options(keyword)]
    data = inspect.Parameter("data", inspect.Parameter.POSITIONAL_ONLY)
    fine.__name__ = f"wrangle_{keyword}"
    fine.__signature__ = inspect.Signature([data, *statistics])  # type: ignore[attr-defined]  # read by pandera
    return fine


def _violations(check: RowCheck, frame: pl.LazyFrame) -> pl.LazyFrame:
    if isinstance(check, KeyCheck):
        return check.violations(frame.select(check.partition_by()).collect()).to_frame().lazy()
    assert isinstance(check, ValueCheck)
    return frame.select(check.mask())


def _plain(value: Any) -> Any:
    """Return an option as it was: pandera's YAML reader makes times of a time column's options, NaT of none."""
    if isinstance(value, (list, tuple)) or hasattr(value, "tolist"):
        return [_plain(each) for each in value]
    text = value.isoformat() if hasattr(value, "isoformat") else value
    return None if text == "NaT" else text
