"""Tells which checks succeeded, and refuses a run whose data broke what must not break."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from wrangle.checks.base import RowCheck, TableCheck
from wrangle.engine.ops import SOURCE, CheckOp, ColumnOp, KeyOp, Op, Origin, Plan, RowOp
from wrangle.engine.tally import EXAMPLES, Tally
from wrangle.errors import RunFailedError, TooManyRejectedError


@dataclass(frozen=True)
class CheckResult:
    """What one check found."""

    name: str
    check: str
    """The check's keyword."""
    success: bool
    otherwise: str
    """What becomes of rows that break it, or of the run."""
    rows: int
    """Rows that it applied to."""
    violations: int
    """Rows that broke it."""
    examples: tuple[str, ...] = ()
    """The first few of them; for a check on the table what was seen."""
    unknown: int = 0
    """Rows of which it cannot be told whether they are fine: a value that the check looks at could not be read."""

    @property
    def fails(self) -> bool:
        """Whether the run fails because of it."""
        return not self.success and self.otherwise != "warn"

    def describe(self) -> dict[str, Any]:
        """Return the result as plain JSON values."""
        return asdict(self)

    def __str__(self) -> str:
        seen = "; ".join(self.examples)
        count = f"{self.violations:,} of {self.rows:,} rows" if self.violations else ""
        return f"{self.name}: " + ": ".join(filter(None, (count, seen)))


def row_result(op: CheckOp | KeyOp, tally: Tally) -> CheckResult:
    """Return the result of a check on rows. One that quarantines fails the run only below a `mostly` of its own."""
    check: RowCheck = op.check
    rows, broken = tally.applied[op.position], tally.broken[op.position]
    excused = check.otherwise == "quarantine" and check.mostly == 1
    success = excused or broken <= (1 - check.mostly) * rows + 1e-9
    reasons = tuple(tally.reasons.get(op.position, ()))
    unknown = tally.unknown[op.origin]
    return CheckResult(op.origin.label, check.keyword(), success, check.otherwise, rows, broken, reasons, unknown)


def table_result(origin: Origin, check: TableCheck, totals: Mapping[str, Any], unknown: int = 0) -> CheckResult:
    """Return the result of a check on the table as a whole; see `TableCheck.observe` for the totals."""
    success, seen = check.observe(totals)
    rows = totals["rows"]
    return CheckResult(origin.label, check.keyword(), success, check.otherwise, rows, 0, (seen,), unknown)


def results(
    plan: Plan, tally: Tally, totals: Mapping[str, Any], found: Mapping[Origin, Mapping[str, Any]]
) -> list[CheckResult]:
    """Return the results of all checks, in the order of the rule file.

    Parameters
    ----------
    plan : Plan
    tally : Tally
    totals : mapping
        `rows`, `columns` and `schema` of what was written.
    found : mapping
        Check on the table -> the answers to the statistics that it asks for.
    """
    return [result for _, result in placed(plan, tally, totals, found)]


def placed(
    plan: Plan, tally: Tally, totals: Mapping[str, Any], found: Mapping[Origin, Mapping[str, Any]]
) -> list[tuple[Origin, CheckResult]]:
    """Return the results of all checks, each with its place; see `results`."""
    of_rows = [(op.origin, row_result(op, tally)) for op in plan.ops if isinstance(op, (CheckOp, KeyOp))]
    of_table = [
        (origin, table_result(origin, check, {**totals, "statistics": found.get(origin, {})}, tally.unknown[origin]))
        for origin, check in plan.table_checks
    ]
    return sorted(of_rows + of_table, key=lambda each: (each[0].section, each[0].index))


def rejected(plan: Plan, tally: Tally) -> list[dict[str, Any]]:
    """Return who sent rows to the quarantine besides the checks: name, number of rows and the first of them."""
    steps = {op.position: op.origin.label for op in plan.ops if op.rejects and isinstance(op, (ColumnOp, RowOp))}
    return [
        {"by": label, "rows": tally.broken[position], "examples": tally.reasons[position]}
        for position, label in {SOURCE: "source", **steps}.items()
        if tally.broken[position]
    ]


def refuse(plan: Plan, tally: Tally, checked: Sequence[CheckResult] = ()) -> None:
    """Raise for steps and checks that let the run fail.

    Raises
    ------
    RunFailedError
        All of them are named, each with how many rows broke it and the first of these.
    """
    found = [*_misfits(plan.ops, tally), *(str(each) for each in checked if each.fails)]
    if found:
        raise RunFailedError("the run failed; nothing was written:\n" + "\n".join(f"- {each}" for each in found))


def hold_rejected(most: float, rejected: int, rows: int, checked: Sequence[Mapping[str, Any]]) -> None:
    """Hold that no more rows were rejected than may be.

    Parameters
    ----------
    most : float
        The share of the rows that may be.
    rejected, rows : int
        Rows in the quarantine, and rows read.
    checked : sequence of mapping
        Who rejected them: name, number of rows and examples.

    Raises
    ------
    TooManyRejectedError
        More were: who rejected most is named first.
    """
    if rejected <= most * rows:
        return
    ranked = sorted(checked, key=lambda each: -each["rows"])
    shown = [f"- {each['by']}: {each['rows']:,}: {'; '.join(each['examples'][:2])}" for each in ranked if each["rows"]]
    raise TooManyRejectedError(
        f"{rejected:,} of {rows:,} rows were rejected ({rejected / rows:.1%}), and `quarantine: max_fraction` allows "
        f"{most:.1%}:\n" + "\n".join(shown)
    )


def _misfits(ops: Sequence[Op], tally: Tally) -> Iterator[str]:
    for op in ops:
        if isinstance(op, ColumnOp) and op.otherwise == "fail" and tally.broken[op.position]:
            shown = "\n    ".join(tally.reasons[op.position][:EXAMPLES])
            count = tally.broken[op.position]
            yield f"{op.origin.label}: {count:,} row{'s' * (count > 1)} did not fit:\n    {shown}"


def check_frame(checked: Sequence[CheckResult]) -> pl.DataFrame:
    """Return check results as a frame, a row for each check."""
    schema = {"name": pl.String(), "check": pl.String(), "success": pl.Boolean(), "otherwise": pl.String(),
              "rows": pl.Int64(), "violations": pl.Int64(), "examples": pl.List(pl.String()),
              "unknown": pl.Int64()}  # fmt: skip
    rows = [{**each.describe(), "examples": list(each.examples)} for each in checked]
    return pl.DataFrame(rows, schema=schema)
