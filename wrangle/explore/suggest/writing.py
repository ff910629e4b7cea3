"""Writes findings as a rule file, each with a comment that says what speaks for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

from wrangle.explore.suggest.finding import Finding, Section

WIDTH = 116

PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*")
"""Text that YAML reads as itself without quotes."""

WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
"""Words that some reader of YAML takes for something else than text."""

TITLES: Mapping[Section, str] = {
    "columns": "The contract of the raw data.",
    "clean": "Steps that mend cells, from top to bottom.",
    "transform": "Columns that are added.",
    "expect": "Checks on what comes out. They warn: say `otherwise: quarantine` or `fail` where they should decide.",
}


def rule_file(name: str, source: str | None, found: Sequence[Finding], rows: int) -> str:
    """Return the text of a rule file.

    Parameters
    ----------
    name : str
        What the rule file is called.
    source : str, optional
        The path of the data.
    found : sequence of Finding
        In the order in which they apply.
    rows : int
        How many rows were looked at.
    """
    lines = [
        f"# Suggested by `wrangle suggest` from {rows:,} rows. Read each rule: what you leave in the file is applied.",
        "# Lines after `#?` are rules that the data do not prove: take the `#? ` away to apply one.",
        f"name: {flow(name)}",
    ]
    if source is not None:
        lines += ["", f"source: {flow(source)}"]
    for section, title in TITLES.items():
        chosen = [each for each in found if each.section == section]
        if chosen:
            lines += ["", f"# {title}", *_section(section, chosen)]
    return "\n".join(lines) + "\n"


def _section(section: Section, found: Sequence[Finding]) -> Iterator[str]:
    # a section without any sure rule is a comment itself: a rule file has no empty sections
    yield f"{section}:" if any(each.applied for each in found) else f"#? {section}:"
    for each in found:
        if each.why:
            yield from (f"  # {line}" for line in _comment(each))
        yield from ((f"  {line}" if each.applied else f"#?   {line}") for line in _rule(section, each.rule))


def _comment(found: Finding) -> list[str]:
    examples = f"; {', '.join(found.examples)}" if found.examples else ""
    cells = f"{found.cells:,} cell{'s' * (found.cells != 1)}, {found.sure:.0%} sure: " if found.cells else ""
    text = f"{cells}{found.why}{examples}"
    return wrap("".join(each if each.isprintable() else " " for each in text), WIDTH)


def _rule(section: Section, rule: Mapping[str, Any]) -> list[str]:
    if section == "columns":
        return [f"{flow(column)}: {flow(said)}" for column, said in rule.items()]
    line = f"- {flow(rule)}"
    if len(line) <= WIDTH:
        return [line]
    ((keyword, options),) = rule.items()
    return [f"- {keyword}:", *(line for name, value in options.items() for line in _option(name, value))]


def _option(name: str, value: Any) -> list[str]:
    """Return the lines of an option of a rule that is too long for one line."""
    line = f"    {flow(name)}: {flow(value)}"
    if len(line) <= WIDTH or not isinstance(value, Mapping):
        return [line]
    return [f"    {flow(name)}:", *(f"      {flow(key)}: {flow(each)}" for key, each in value.items())]


def flow(value: Any) -> str:
    """Return a value as YAML on one line.

    Examples
    --------
    >>> flow({"canonicalize": {"column": "a", "names": {"NONE": ["NOE", "N:E"]}}})
    '{canonicalize: {column: a, names: {NONE: [NOE, "N:E"]}}}'
    >>> flow({"a": {"trim": {"columns": "all"}}, "n": 0.5, "t": True, "x": None, "q": "12"})
    '{a: {trim: {columns: all}}, "n": 0.5, t: true, x: null, q: "12"}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(key)}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str):
        return value if PLAIN.fullmatch(value) and value.lower() not in WORDS else _quoted(value)
    return json.dumps(value)


def _quoted(text: str) -> str:
    # `${` begins a variable of rule files; a doubled dollar sign is a plain one
    return json.dumps(text.replace("${", "$${"), ensure_ascii=False)
