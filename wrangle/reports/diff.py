"""What changes between two rule files: one HTML page that needs nothing else, and its text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wrangle.reports.profile import cut
from wrangle.reports.training import template
from wrangle.reports.wording import number, title

Json = Mapping[str, Any]
HERE = Path(__file__).parent


def render(facts: Json) -> str:
    """Return a difference as a whole HTML page: no script, nothing fetched, all text from data escaped.

    Parameters
    ----------
    facts : mapping
        What `Diff.to_dict` gives.
    """
    from markupsafe import Markup

    style = Markup((HERE / "style.css").read_text(encoding="utf-8").rstrip())  # noqa: S704 is our own file
    page: str = template("diff.html.j2").render(
        facts=facts, summary=summary(facts), now=now, change=change, gain=gain, style=style
    )
    return page


def summary(facts: Json) -> str:
    """Return in a sentence what differs."""
    if facts["same"]:
        return f"both make the same of {facts['rows']:,} rows"
    moved = sum(each["rows"] for each in facts["moved"])
    said = [f"{facts['cells']:,} cells of {facts['rows_changed']:,} rows"] * bool(facts["cells"])
    said += [f"{moved:,} rows that leave or go otherwise"] * bool(moved)
    columns = len(facts["added"]) + len(facts["removed"])
    said += [f"{columns:,} columns that are new or gone"] * bool(columns)
    types = sum(each["old_type"] != each["new_type"] for each in facts["columns"])
    said += [f"{types:,} types of columns"] * bool(types)
    said += ["the order of columns or rows"] * bool(facts["reordered"])
    said += [f"{len(facts['checks']):,} checks"] * bool(facts["checks"])
    said += ["whether the run fails"] * (facts["failed"]["old"] != facts["failed"]["new"])
    return f"of {facts['rows']:,} rows differ: {'; '.join(said)}"


def now(moved: Json) -> str:
    """Return in words what becomes of rows.

    Examples
    --------
    >>> now({"before": "clean", "after": "quarantined", "by": {"unique": 2}})
    'now quarantined, by unique 2; before clean'
    >>> now({"before": "quarantined", "after": "quarantined", "by": {}})
    'quarantined as before, for other reasons'
    """
    by = f", by {_counts(moved['by'])}" if moved["by"] else ""
    if moved["before"] == moved["after"]:
        return f"{moved['after']} as before, for other reasons{by}"
    where = by if moved["after"] == "quarantined" else ""
    was = by if moved["before"] == "quarantined" else ""
    return f"now {moved['after']}{where}; before {moved['before']}{was}"


def _counts(rows: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in rows.items())


def cell(value: Any) -> str:
    """Return a value of a cell.

    Examples
    --------
    >>> cell(None), cell(" a"), cell(0.1)
    ('null', "'␣a'", '0.1')
    """
    if value is None:
        return "null"
    return repr(cut(value)) if isinstance(value, str) else number(value)


def change(old: Any, new: Any) -> str:
    """Return what became of a cell: numbers with as many digits as tell them apart.

    Examples
    --------
    >>> change(1, None), change(1016.81, 1017.04), change(0.1, 0.1 + 1e-9)
    ('1 -> null', '1016.8 -> 1017', '0.1 -> 0.100000001')
    """
    if isinstance(old, float) and isinstance(new, float) and number(old) == number(new):
        digits = next((each for each in range(5, 17) if f"{old:.{each}g}" != f"{new:.{each}g}"), 17)
        return f"{old:.{digits}g} -> {new:.{digits}g}"
    return f"{cell(old)} -> {cell(new)}"


def gain(metric: Json) -> str:
    """Return by how much a metric is better, with its interval.

    Examples
    --------
    >>> gain({"better_by": 0.01, "low": -0.01, "high": 0.03})
    '+0.0100 (-0.0100 to +0.0300): may be chance'
    """
    if metric["better_by"] is None:
        return "not told"
    if metric["low"] is None:
        return f"{metric['better_by']:+.4f}"
    chance = ": may be chance" if metric["low"] <= 0 <= metric["high"] else ""
    return f"{metric['better_by']:+.4f} ({metric['low']:+.4f} to {metric['high']:+.4f}){chance}"


def text(facts: Json) -> str:
    """Return a difference as text."""
    return "\n".join([f"{facts['old']} -> {facts['new']}: {summary(facts)}", *(f"  {line}" for line in _lines(facts))])


def _lines(facts: Json) -> Iterator[str]:
    for side in ("old", "new"):
        if facts["failed"][side] and facts["failed"]["old"] != facts["failed"]["new"]:
            yield f"the {side} run fails: {facts['failed'][side].splitlines()[-1].removeprefix('- ')}"
    yield from (f"new column {name}: {dtype}" for name, dtype in facts["added"].items())
    yield from (f"column {name} is gone: {dtype}" for name, dtype in facts["removed"].items())
    for column in facts["columns"]:
        yield from _column(column)
    for each in facts["moved"]:
        yield f"{each['rows']:,} row{'s' * (each['rows'] > 1)}: {now(each)}"
        yield from (f"    row {row}{': ' * bool(why)}{why}" for row, why in each["examples"][:3])
    for side, steps in facts["dropped"].items():
        if facts["dropped"]["old"] != facts["dropped"]["new"]:
            yield f"dropped by the {side} rules: {_counts(steps) or 'none'}"
    yield from (f"check {each['said']}" for each in facts["checks"])
    yield from (
        f"{title(each['metric'])}: {number(each['old'])} -> {number(each['new'])}, better by {gain(each)}"
        for each in facts["metrics"]
    )


def _column(column: Json) -> Iterator[str]:
    types = f", {column['old_type']} -> {column['new_type']}" if column["old_type"] != column["new_type"] else ""
    nulls = "".join(
        f", {column[key]:,} {said}"
        for key, said in (("nulls_made", "become null"), ("nulls_filled", "were null"))
        if column[key]
    )
    yield f"{column['name']}: {column['cells']:,} cells{types}{nulls}"
    for each in column["examples"][:3]:
        yield f"    row {each['row']}: {change(each['old'], each['new'])}"
