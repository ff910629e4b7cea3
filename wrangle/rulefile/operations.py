"""Reads lists of steps and of checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from wrangle.catalogue import BrokenOperationError, modules, operation
from wrangle.errors import did_you_mean
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.nodes import Items, Node, Table, Text
from wrangle.rulefile.options import Reading, read_options
from wrangle.rulefile.synonyms import meant

Folder = Literal["steps", "checks"]


def read_operations(folder: Folder, section: Text, node: Node, faults: Faults) -> list[Reading]:
    """Return the steps of `clean:` or `transform:`, or the checks of `expect:`, those with faults among them.

    Parameters
    ----------
    folder : str
        `steps` or `checks`: what the section holds.
    section : Text
        The section's name, as it stands in the file.
    node : Node
        What stands under it.
    faults : Faults
        Gets what is wrong.
    """
    if isinstance(node, Text) and node.is_null:
        return []
    if not isinstance(node, Items):
        faults.add(f"{section.text!r} is a list of {folder}", node.place, "begin each one with `- `")
        return []
    return [_read(folder, key, options, faults) for key, options in _entries(folder, node, faults)]


def _entries(folder: Folder, node: Items, faults: Faults) -> Iterator[tuple[Text, Node]]:
    kind = folder.removesuffix("s")
    for item in node.items:
        if isinstance(item, Table) and len(item.entries) == 1:
            yield item.entries[0]
        elif isinstance(item, Table) and item.entries:
            yield from _too_many(folder, item, faults)
        elif isinstance(item, Text) and item.text in modules(folder):
            faults.add(f"the {kind} {item.text!r} stands without options", item.place, f"write `{item.text}: {{}}`")
        else:
            faults.add(f"a {kind} is its name and its options", item.place, "write `- keyword: {option: value}`")


def _too_many(folder: Folder, item: Table, faults: Faults) -> Iterator[tuple[Text, Node]]:
    """Tell of two keys where one must be: two operations, or options that are not indented."""
    (first, value), (second, _), *_ = item.entries
    kind, known = folder.removesuffix("s"), modules(folder)
    if second.text not in known and isinstance(value, Text) and value.is_null:
        help_ = f"indent {second.text!r} below {first.text!r}"
        faults.add(f"the options of {first.text!r} are not indented", second.place, help_)
        return
    what = f"a {kind} names two operations: {first.text!r} and {second.text!r}"
    faults.add(what, second.place, "begin each one with `- `")
    yield from item.entries if second.text in known else item.entries[:1]


def _read(folder: Folder, key: Text, options: Node, faults: Faults) -> Reading:
    known = modules(folder)
    if key.text not in known:
        kind = folder.removesuffix("s")
        faults.add(f"there is no {kind} {key.text!r}", key.place, _unknown(folder, key.text))
        return Reading(key, Table(key.place, ()), operation_base(folder), None)
    try:
        cls = operation(folder, key.text)
    except BrokenOperationError as error:
        faults.add(str(error), key.place)
        return Reading(key, Table(key.place, ()), operation_base(folder), None)
    return read_options(cls, key, options, faults)


def operation_base(folder: Folder) -> Any:
    """Return the class that all steps, or all checks, are of."""
    from wrangle.checks.base import Check
    from wrangle.steps.base import Step

    return Step if folder == "steps" else Check


def _unknown(folder: Folder, keyword: str) -> str:
    if folder == "steps" and keyword in modules("checks"):
        return f"{keyword!r} is a check: put it under `expect:`"
    if folder == "checks" and keyword in modules("steps"):
        return f"{keyword!r} is a step: put it under `clean:` or `transform:`"
    known = modules(folder)
    if named := [each for each in meant(keyword) if each in known]:
        return "did you mean " + " or ".join(map(repr, named)) + "?"
    close = did_you_mean(keyword, known)
    return close if close.startswith("did you mean") else f"`wrangle steps` lists all {folder}"


def refuse_doubled_names(readings: list[Reading], faults: Faults) -> None:
    """Note a fault for each `name:` that an earlier step or check has."""
    seen: dict[str, Text] = {}
    for reading in readings:
        entry = reading.table.entry("name")
        if entry is None or not isinstance(entry[1], Text) or entry[1].is_null:
            continue
        name = entry[1]
        if name.text in seen:
            first = seen[name.text].place
            what = f"the name {name.text!r} is given twice, first at {first}"
            faults.add(what, name.place, "names tell steps apart in messages and in the audit: choose another")
        seen.setdefault(name.text, name)
