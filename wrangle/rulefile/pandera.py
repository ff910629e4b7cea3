"""Reads checks out of a pandera polars schema that the caller holds: a rule file names no Python object."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from wrangle.catalogue import modules, operation
from wrangle.checks.base import Check
from wrangle.engine.faults import problems
from wrangle.engine.pipeline import Pipeline
from wrangle.errors import ArtefactError, SchemaError
from wrangle.rulefile.suite import Imported
from wrangle.schema import TYPES

QUOTE = '"'
Entry = tuple[str, dict[str, Any]]
"""A check's keyword, and its options."""

COLUMN_CHECKS: Mapping[str, Callable[[Mapping[str, Any]], Entry]] = {
    "greater_than": lambda told: ("between", {"min": told["min_value"], "strict_min": True}),
    "greater_than_or_equal_to": lambda told: ("between", {"min": told["min_value"]}),
    "less_than": lambda told: ("between", {"max": told["max_value"], "strict_max": True}),
    "less_than_or_equal_to": lambda told: ("between", {"max": told["max_value"]}),
    "in_range": lambda told: (
        "between",
        {
            "min": told["min_value"],
            "max": told["max_value"],
            **({} if told["include_min"] else {"strict_min": True}),
            **({} if told["include_max"] else {"strict_max": True}),
        },
    ),
    "isin": lambda told: ("in_set", {"values": list(told["allowed_values"])}),
    "equal_to": lambda told: ("in_set", {"values": [told["value"]]}),
    "str_matches": lambda told: ("matches", {"pattern": f"^(?:{told['pattern']})"}),
    "str_contains": lambda told: ("matches", {"pattern": told["pattern"]}),
    "str_startswith": lambda told: ("matches", {"pattern": "^" + re.escape(told["string"])}),
    "str_endswith": lambda told: ("matches", {"pattern": re.escape(told["string"]) + "$"}),
    "str_length": lambda told: ("length", _length(told)),
}
"""pandera's checks of a column -> the check that says the same of its values."""

CHANGES = ("parsers", "default", "regex")
"""What a column of a schema may have that is no check: it changes values, or stands for other columns."""


REFUSED = {"not_equal_to": "value", "notin": "forbidden_values"}
"""pandera's checks that refuse some values -> what these are called."""


def with_schemas(pipeline: Pipeline, schemas: Mapping[str, Any]) -> Pipeline:
    """Return a pipeline that also holds its rows against pandera schemas, after its own checks.

    Parameters
    ----------
    pipeline : Pipeline
    schemas : mapping
        A name for the results -> a `pandera.polars.DataFrameSchema`, or a class of `DataFrameModel`.

    Raises
    ------
    ArtefactError
        A schema says what no check says.
    SchemaError
        A schema speaks of columns that the rules do not write, or of other types.
    """
    named = (
        each.model_copy(update={"name": f"{name}: {each.label}"})
        for name, schema in schemas.items()
        for each in pandera_checks(schema)
    )
    whole = replace(pipeline, checks=(*pipeline.checks, *named))
    if found := [each for each in problems(whole) if each not in problems(pipeline)]:
        raise SchemaError("\n".join(str(each) for each in found))
    return whole


def pandera_checks(schema: Any) -> tuple[Check, ...]:
    """Return the checks that say what a pandera schema says.

    Parameters
    ----------
    schema : pandera.polars.DataFrameSchema or type of pandera.polars.DataFrameModel

    Raises
    ------
    ArtefactError
        It is no schema of `pandera.polars`, or says what no check says. All of that is named.

    Examples
    --------
    >>> import pandera.polars as pa
    >>> schema = pa.DataFrameSchema({"a": pa.Column(float, pa.Check.ge(0), nullable=True)})
    >>> [check.label for check in pandera_checks(schema)]
    ['columns', 'type a', 'between a']
    """
    return tuple(operation("checks", keyword)(**options) for each in read_schema(schema).checks
                 for keyword, options in each.items())  # fmt: skip


def read_schema(schema: Any) -> Imported:
    """Return the checks that say what a pandera schema says, as entries of `expect:`; see `pandera_checks`."""
    held = schema.to_schema() if isinstance(schema, type) and hasattr(schema, "to_schema") else schema
    if not type(held).__module__.startswith("pandera.api.polars") or not hasattr(held, "columns"):
        raise ArtefactError(
            f"{schema!r} is no schema of pandera.polars: pass a DataFrameSchema, or a class of DataFrameModel"
        )
    wrong: list[str] = []
    found = [
        *_of_table(held, wrong),
        *(each for name, one in held.columns.items() for each in _of_column(name, one, wrong)),
    ]
    checks = [{keyword: options} for keyword, options in found if _is_taken(keyword, options, wrong)]
    if wrong:
        said = "\n".join(f"- {each}" for each in wrong)
        raise ArtefactError(f"the pandera schema {held.name or ''} says what no check says:\n{said}".replace("  ", " "))
    return Imported(held.name or "schema", tuple(checks), ())


def _is_taken(keyword: str, options: Mapping[str, Any], wrong: list[str]) -> bool:
    try:
        operation("checks", keyword)(**options)
    except ValueError as error:
        wrong.append(f"{keyword} {options.get('column', '')}: {str(error).splitlines()[-2].strip()}")
        return False
    return True


def _of_table(schema: Any, wrong: list[str]) -> Iterator[Entry]:
    required = [name for name, column in schema.columns.items() if column.required]
    if schema.strict == "filter":
        wrong.append("strict='filter' drops columns: a step `select` does")
    if schema.strict is True and len(required) < len(schema.columns):
        wrong.append("strict=True beside columns that are not required")
    if required:
        more = {"exactly": True} if schema.strict is True else {}
        yield "columns", {"names": required, **more, **({"in_order": True} if schema.ordered else {})}
    keys = schema.unique or []
    if keys:
        yield "unique", {"columns": [keys] if isinstance(keys, str) else list(keys)}
    wrong += [f"{_named(each)} of the whole table" for each in schema.checks]
    wrong += [f"{name} changes the data" for name in ("parsers", "add_missing_columns") if getattr(schema, name, None)]


def _of_column(name: str, column: Any, wrong: list[str]) -> Iterator[Entry]:
    wrong += [f"{option} of the column {name!r}" for option in CHANGES if getattr(column, option, None)]
    entries = [*_type(name, column, wrong), *_own(name, column), *_checks(name, column, wrong)]
    if not column.required and entries:
        wrong.append(f"the column {name!r} is not required: hold it in `columns:` with `required: false`")
    yield from entries


def _type(name: str, column: Any, wrong: list[str]) -> Iterator[Entry]:
    dtype = getattr(column.dtype, "type", None)
    if dtype is None:
        return
    types = [each for each, known in TYPES.items() if known == dtype]
    if types:
        yield "type", {"column": name, "type": types[0]}
    else:
        wrong.append(f"the type {dtype} of the column {name!r}: known are {', '.join(map(str, TYPES.values()))}")


def _own(name: str, column: Any) -> Iterator[Entry]:
    if not column.nullable:
        yield "not_null", {"column": name}
    if column.unique:
        yield "unique", {"column": name}


def _checks(name: str, column: Any, wrong: list[str]) -> Iterator[Entry]:
    for check in column.checks:
        try:
            keyword, options = _translated(check)
        except LookupError:
            wrong.append(f"{_named(check)} of the column {name!r}")
            continue
        if keyword == "condition":
            values = _sql_values(check.statistics[REFUSED[check.name]])
            options = {"condition": f'"{name.replace(QUOTE, QUOTE * 2)}" NOT IN ({values})'}
        plain = {option: _plain(value) for option, value in options.items() if value is not None}
        column_ = {} if keyword == "condition" else {"column": name}
        yield keyword, {**column_, **plain, **({"otherwise": "warn"} if check.raise_warning else {})}


def _translated(check: Any) -> Entry:
    """Return the keyword and the options of a check; raise a LookupError where there is none like it."""
    ours = (check.name or "").removeprefix("wrangle_")
    if ours != check.name and ours in modules("checks"):
        return ours, dict(check.statistics)
    if check.groupby is not None or not check.ignore_na:
        raise LookupError
    return ("condition", {}) if check.name in REFUSED else COLUMN_CHECKS[check.name](check.statistics)


def _length(told: Mapping[str, Any]) -> dict[str, Any]:
    exact = told.get("exact_value")
    return {"min": told["min_value"] if exact is None else exact, "max": told["max_value"] if exact is None else exact}


def _sql_values(values: Any) -> str:
    """Return values as a list in SQL."""
    listed = values if isinstance(values, (list, tuple, set, frozenset)) else [values]
    return ", ".join(_sql(each) for each in listed)


def _sql(value: Any) -> str:
    if isinstance(value, datetime):
        return f"TIMESTAMP '{value.isoformat(sep=' ')}'"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def _named(check: Any) -> str:
    return f"the check {check.name or check!r}"


def _plain(value: Any) -> Any:
    """Return a value as it stands in a rule file: times as ISO 8601 texts."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
