"""Reads the cases of a step or check from a YAML file, and holds what comes out against what they say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl

from wrangle.engine.pipeline import Pipeline
from wrangle.engine.result import RunResult
from wrangle.errors import RuleFileError, WrangleError
from wrangle.rulefile.read import read_text
from wrangle.rulefile.reference import folder
from wrangle.schema import TYPES

COUNTS = ("cells_changed", "nulls_made", "nulls_filled", "misfits", "rows_dropped", "rows_quarantined")
PRECISION = 1e-12
"""The relative error that numbers of a case may have: they are written in decimals."""


@dataclass(frozen=True)
class Case:
    """One case: what is given, and what must come of it."""

    said: Mapping[str, Any]
    """`it`, `rule`, `given`, `types`, `fit`, and `then` and more, or `fault`, or `fails`."""
    place: Path = Path()
    """The folder that files which the rule names are relative to."""

    def __str__(self) -> str:
        return str(self.said["it"])

    @property
    def types(self) -> Mapping[str, str]:
        """Column -> the type that it is given in."""
        found: Mapping[str, str] = self.said.get("types", {})
        return found

    def pipeline(self) -> Pipeline:
        """Return the rule as a pipeline of one step, or of one check."""
        return read_text(rules(self.said), folder=self.place)

    def given(self) -> pl.DataFrame:
        """Return the rows that are given."""
        return table(self.said["given"], self.types)

    def learned_from(self) -> pl.DataFrame:
        """Return the rows that are learned from: those of `fit`, or the given ones."""
        return table(self.said.get("fit", self.said["given"]), self.types)

    def hold(self) -> None:
        """Run the case.

        Raises
        ------
        AssertionError
            Something else comes out. The message says what.

        Examples
        --------
        >>> given = {"a": ["NO", None]}
        >>> said = {"it": "writes small letters", "rule": {"change_case": {"column": "a", "to": "lower"}}}
        >>> Case({**said, "given": given, "then": {"a": ["no", None]}}).hold()
        >>> Case({**said, "given": given, "then": {"a": ["NO", None]}}).hold()
        Traceback (most recent call last):
            ...
        AssertionError: writes small letters: a is ['no', None], not ['NO', None]
        """
        for kind, error in (("fault", RuleFileError), ("fails", WrangleError)):
            if kind in self.said:
                self._refused(kind, error)
                return
        self._held(self._run())

    def _run(self) -> RunResult:
        pipeline = self.pipeline()
        result: RunResult = (pipeline.fit(self.learned_from()) if "fit" in self.said else pipeline).run(self.given())
        return result

    def _refused(self, kind: str, error: type[Exception]) -> None:
        wanted, told = self.said[kind], ""
        try:
            self.pipeline() if kind == "fault" else self._run()
        except error as raised:
            told = str(raised)
        assert told, f"{self}: nothing was refused, {wanted!r} was to be said"
        assert wanted in told, f"{self}: the message is {told!r}, and lacks {wanted!r}"

    def _held(self, result: RunResult) -> None:
        types = {**self.types, **self.said.get("typed", {})}
        for name, values in self.said.get("then", {}).items():
            got, wanted = result.clean[name].to_list(), series(name, values, types.get(name)).to_list()
            assert same(got, wanted), f"{self}: {name} is {got}, not {wanted}"
        if self.said.get("exactly"):
            self._equal("the columns", set(result.clean.columns), set(self.said["then"]))
        self._equal("the quarantined rows", result.quarantine["_row"].to_list(), self.said.get("quarantined", []))
        dropped = sum(result.summary["rows_dropped"].values())
        self._equal("the number of dropped rows", dropped, len(self.said.get("dropped", ())))
        for column, counts in self.said.get("audit", {}).items():
            row = result.audit.filter(pl.col("column") == column).select(pl.col(COUNTS).sum()).row(0, named=True)
            self._equal(f"the audit of {column}", {kind: row[kind] for kind in counts}, counts)

    def _equal(self, what: str, got: object, wanted: object) -> None:
        assert got == wanted, f"{self}: {what}: {got}, not {wanted}"


def cases(file: str | Path) -> list[Case]:
    """Return the cases of a YAML file.

    Parameters
    ----------
    file : path
        A list of cases, as `CONTRIBUTING.md` tells.
    """
    from ruamel.yaml import YAML

    path = Path(file)
    return [Case(said, path.parent) for said in YAML(typ="safe", pure=True).load(path) or ()]


def rules(said: Mapping[str, Any]) -> str:
    """Return a case's rule as a rule file of one step, or of one check.

    Examples
    --------
    >>> print(rules({"rule": {"trim": {"columns": "a"}}}).strip())
    name: case
    clean:
    - trim:
        columns: a
    """
    from ruamel.yaml import YAML

    text = StringIO()
    known: Any = YAML(typ="safe", pure=True)
    known.default_flow_style = False
    known.sort_base_mapping_type_on_output = False
    known.dump({"name": "case", _section(said["rule"]): [dict(said["rule"])]}, text)
    return text.getvalue()


def _section(rule: Mapping[str, Any]) -> str:
    try:
        return "expect" if folder(next(iter(rule))) == "checks" else "clean"
    except WrangleError:
        return "clean"


def series(name: str, values: Sequence[Any], type_: str | None) -> pl.Series:
    """Return the values of one column: dates and times are written in ISO 8601.

    Examples
    --------
    >>> series("a", ["2024-01-01", None], "date").dtype, series("a", [1, 0.5], None).dtype
    (Date, Float64)
    """
    kind = {"datetime": datetime, "date": date}.get(type_ or "")
    if kind is not None:
        values = [kind.fromisoformat(each) if isinstance(each, str) else each for each in values]
    if type_ is None and any(isinstance(each, float) for each in values):
        values = [float(each) if isinstance(each, int) and not isinstance(each, bool) else each for each in values]
    return pl.Series(name, values, TYPES[type_] if type_ else None)


def table(columns: Mapping[str, Sequence[Any]], types: Mapping[str, str]) -> pl.DataFrame:
    """Return columns of a case as a frame."""
    return pl.DataFrame([series(name, values, types.get(name)) for name, values in columns.items()])


def same(got: Sequence[object], wanted: Sequence[object]) -> bool:
    """Tell whether values are the same, numbers within their precision.

    Examples
    --------
    >>> same([0.1 + 0.2, None], [0.3, None]), same([1], [True])
    (True, False)
    """
    return len(got) == len(wanted) and all(map(_equal, got, wanted))


def _equal(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, (int, float)):
        both_nan = math.isnan(one) and math.isnan(other)
        return both_nan or math.isclose(one, other, rel_tol=PRECISION, abs_tol=PRECISION)
    return one == other and isinstance(one, bool) == isinstance(other, bool)
