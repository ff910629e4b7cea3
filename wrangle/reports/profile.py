"""The profile of a table: one HTML page that needs nothing else, and its text for a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wrangle.reports.training import template
from wrangle.reports.wording import number, percent

Json = Mapping[str, Any]
HERE = Path(__file__).parent
PAIRS = 40
"""Pairs of columns that are told, the closest."""
CLOSE = 0.3
"""How closely columns of a pair must go together to be told."""
SHOWN, NARROW = 60, 30
"""Letters of a value that are shown, and of one of several in a line."""


def render(facts: Json) -> str:
    """Return a profile as a whole HTML page: no script, nothing fetched, all text from data escaped.

    Parameters
    ----------
    facts : mapping
        What `Profile.to_dict` gives.
    """
    page: str = template("profile.html.j2").render(
        facts=facts,
        columns=list(facts["columns"].values()),
        concerns=[{**each, "rule": rule(each["step"])} for each in facts["concerns"]],
        pairs=[each for each in facts["relations"] if abs(each["value"]) >= CLOSE][:PAIRS],
        closest=_closest(facts["relations"]),
        bars=bars,
        about=about,
        counted=counted,
        cut=cut,
        style=_style(),
    )
    return page


def _style() -> Any:
    from markupsafe import Markup

    return Markup((HERE / "style.css").read_text(encoding="utf-8").rstrip())  # noqa: S704 is our own file


def _closest(relations: Sequence[Json]) -> dict[str, list[Json]]:
    """Return column -> the three pairs in which it goes together most closely with another."""
    found: dict[str, list[Json]] = {}
    for each in relations:
        for one, other in ((each["one"], each["other"]), (each["other"], each["one"])):
            if abs(each["value"]) >= CLOSE and len(found.setdefault(one, [])) < 3:
                found[one].append({"other": other, "measure": each["measure"], "value": each["value"]})
    return found


def bars(counts: Sequence[int], said: str, width: int = 132, height: int = 30) -> Any:
    """Return a histogram as a small SVG element.

    Parameters
    ----------
    counts : sequence of int
    said : str
        What it shows, for those who cannot see it.
    width, height : int
        In pixels.

    Examples
    --------
    >>> str(bars([1, 2], "rows of a"))[:51]
    '<svg class="bars" width="132" height="30" role="img'
    """
    from markupsafe import Markup, escape

    if not counts or max(counts) <= 0:
        return ""
    step = width / len(counts)
    drawn = "".join(
        f'<rect x="{place * step:.1f}" y="{height - tall:.1f}" width="{max(step - 1, 0.5):.1f}" height="{tall:.1f}"/>'
        for place, count in enumerate(counts)
        if (tall := max(height * count / max(counts), 1.0 if count else 0.0))
    )
    head = f'<svg class="bars" width="{width}" height="{height}" role="img" aria-label="{escape(said)}">'
    return Markup(f"{head}{drawn}</svg>")  # noqa: S704 is made of numbers, and of text that is escaped


def about(count: int, *, exact: bool) -> str:
    """Return a number, or that it is about so great.

    Examples
    --------
    >>> about(1200, exact=True), about(1234567, exact=False)
    ('1,200', 'about 1,230,000')
    """
    return number(count) if exact else f"about {number(int(float(f'{count:.3g}')))}"


def counted(concern: Json) -> str:
    """Return how many cells or rows a concern is about.

    Examples
    --------
    >>> counted({"cells": 1, "exact": True, "of": "cells"}), counted({"cells": 5500, "exact": False, "of": "rows"})
    ('1 cell', 'about 5,500 rows')
    """
    of = concern["of"].removesuffix("s") if concern["cells"] == 1 else concern["of"]
    return f"{about(concern['cells'], exact=concern['exact'])} {of}"


def cut(value: Any, shown: int = SHOWN) -> str:
    """Return a value as it is shown, white space made visible at the ends, long text cut.

    Examples
    --------
    >>> cut(" a"), cut(1.23456), cut("x" * 100)[-4:]
    ('␣a', '1.235', 'x...')
    """
    if not isinstance(value, str):
        return number(value)
    text = re.sub(r"^\s+|\s+$", lambda found: "␣" * len(found[0]), value)
    text = "".join(each if each.isprintable() else "·" for each in text)  # a terminal obeys some of the others
    return text if len(text) <= shown else f"{text[: shown - 3]}..."


def rule(step: Json) -> str:
    """Return a step as it is written in a rule file.

    Examples
    --------
    >>> rule({"trim": {"columns": ["a", "no. 2"]}}), rule({})
    ('trim: {columns: [a, "no. 2"]}', '')
    """
    return "".join(f"{keyword}: {_flow(options)}" for keyword, options in step.items())


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str) and (
        not re.fullmatch(r"[A-Za-z_]\w*", value) or value.lower() in {"null", "true", "false"}
    ):
        return json.dumps(value.replace("${", "$${"), ensure_ascii=False)
    return value if isinstance(value, str) else json.dumps(value)


def text(facts: Json) -> str:
    """Return a profile as text: its columns, then what there may be to clean."""
    columns = [_line(each) for each in facts["columns"].values()]
    widths = [max(map(len, column)) for column in zip(*columns, strict=True)] if columns else []
    head = f"{facts['name']}: {facts['rows']:,} rows, {len(columns)} columns"
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in columns]
    found = facts["concerns"]
    told = [f"to clean or to look at: {len(found)}"] if found else ["nothing to clean was found"]
    return "\n".join([head, *(f"  {line}" for line in lines), *told, *(line for each in found for line in _told(each))])


def _line(column: Json) -> tuple[str, ...]:
    missing = column["nulls"] + sum(column["missing"].values())
    numbers, times = column["numbers"], column["times"]
    spread = ""
    if numbers and numbers["min"] is not None:
        spread = f"{number(numbers['min'])} to {number(numbers['max'])}, mean {number(numbers['mean'])}"
    elif times and times["min"]:
        spread = f"{times['min']} to {times['max']}"
    elif column["top"]:
        spread = ", ".join(cut(each["value"], NARROW) for each in column["top"][:3])
    distinct = about(column["distinct"], exact=not column["distinct_error"])
    return (
        cut(column["name"]),
        column["looks"],
        f"{percent(missing / max(column['rows'], 1))} missing",
        f"{distinct} distinct",
        spread,
    )


def _told(concern: Json) -> list[str]:
    where = ", ".join(map(cut, concern["columns"])) or "all"
    count = counted(concern)
    examples = f" ({', '.join(concern['examples'])})" if concern["examples"] else ""
    lines = [f"  {where}: {count}: {concern['text']}{examples}"]
    return [*lines, f"      - {rule(concern['step'])}"] if concern["step"] else lines
