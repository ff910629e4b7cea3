"""Sums of what a run counted: what rejected rows gave under the old rules is taken out, what they give now put in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import polars as pl

from wrangle.engine.audit import COUNTS
from wrangle.engine.tally import EXAMPLES
from wrangle.engine.verdicts import CheckResult

KEY = ("section", "step", "column", "__nth")
COUNTED = (*COUNTS, "rows_dropped", "rows_quarantined")
_ROW = re.compile(r"row (\d+)\b")


def audits(whole: pl.DataFrame, before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Return the audit of all rows.

    Parameters
    ----------
    whole : polars.DataFrame
        The audit of the earlier run.
    before, now : polars.DataFrame
        The audits of the rejected rows under the old and under the new rules.
    """
    old = _keyed(whole).join(_keyed(before), on=KEY, how="left", suffix="_before", nulls_equal=True)
    found = _keyed(now).join(old, on=KEY, how="left", suffix="_old", nulls_equal=True, maintain_order="left")
    counts = [
        (pl.col(name) + pl.col(f"{name}_old").fill_null(0) - pl.col(f"{name}_before").fill_null(0)).alias(name)
        for name in COUNTED
    ]
    old_first = pl.when(pl.col("examples_old").list.len() > 0).then("examples_old").otherwise("examples")
    no_ways = pl.col("ways").list.head(0)  # of distinct values there are no sums
    return found.with_columns(*counts, old_first.alias("examples"), no_ways).select(now.columns)


def _keyed(audit: pl.DataFrame) -> pl.DataFrame:
    nth = pl.int_range(pl.len()).over(KEY[:-1])
    return audit.with_columns(nth.alias("__nth"))


def by_name(results: Iterable[CheckResult]) -> dict[tuple[str, int], CheckResult]:
    """Return results by their names, those of one name told apart by their order."""
    found: dict[tuple[str, int], CheckResult] = {}
    for each in results:
        found[each.name, sum(name == each.name for name, _ in found)] = each
    return found


def summed(now: CheckResult, old: CheckResult | None, gone: CheckResult | None, mostly: float = 1.0) -> CheckResult:
    """Return the result of a check on rows, of all rows.

    Parameters
    ----------
    now : CheckResult
        Of the rejected rows under the new rules.
    old : CheckResult, optional
        Of the earlier run; None where it did not have the check.
    gone : CheckResult, optional
        Of the rejected rows under the old rules.
    mostly : float
        The share of rows that must be fine.
    """
    if old is None:
        return now
    rows, broken, unknown = (
        getattr(now, name) + getattr(old, name) - (getattr(gone, name) if gone else 0)
        for name in ("rows", "violations", "unknown")
    )
    excused = now.otherwise == "quarantine" and mostly == 1
    success = excused or broken <= (1 - mostly) * rows + 1e-9
    left = [each for each in old.examples if each not in (gone.examples if gone else ())]
    examples = tuple(sorted({*left, *now.examples}, key=_number)[:EXAMPLES])
    return replace(now, success=success, rows=rows, violations=broken, unknown=unknown, examples=examples)


def _number(example: str) -> tuple[int, str]:
    found = _ROW.match(example)
    return (int(found[1]) if found else 0, example)


def dropped(whole: Mapping[str, int], before: Mapping[str, int], now: Mapping[str, int]) -> dict[str, int]:
    """Return step -> rows it dropped, of all rows; the steps are the same ones in the same order.

    Examples
    --------
    >>> dropped({"filter": 5}, {"filter": 0}, {"filter": 2})
    {'filter': 7}
    """
    counts = zip(whole.values(), before.values(), now.values(), strict=True)
    return dict(zip(now, (old - gone + new for old, gone, new in counts), strict=True))
