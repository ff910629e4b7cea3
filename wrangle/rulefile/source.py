"""Reads `source:`: where the rows come from, relative to the rule file's folder."""

from __future__ import annotations

from pathlib import Path

from wrangle.rulefile.collect import Faults
from wrangle.rulefile.nodes import Node, Table, Text
from wrangle.rulefile.options import options, read_options
from wrangle.sources.spec import SourceSpec


def read_source(key: Text, node: Node, faults: Faults) -> SourceSpec | None:
    """Return the source of a rule file; None where there is none, or where it has faults.

    Parameters
    ----------
    key : Text
        The key `source`.
    node : Node
        A path, options, or one named source with options.
    faults : Faults
        Gets what is wrong.
    """
    named = _named(node)
    if len(named) > 1:
        what = "several sources are not built yet in this version"
        faults.add(what, named[1][0].place, "keep one, and bring in the others with `lookup`")
        return None
    if named:
        key, node = named[0]
    if isinstance(node, Text) and node.is_null:
        return None
    spec = read_options(SourceSpec, key, node, faults, owner="source").model
    return None if spec is None else spec.model_copy(update={"path": _in_folder(spec.path, faults.folder(key.place))})


def _named(node: Node) -> list[tuple[Text, Node]]:
    """Return the entries if all are named sources: no option's name, and options under it."""
    entries = node.entries if isinstance(node, Table) else ()
    named = [key.text not in options(SourceSpec) and isinstance(each, Table) for key, each in entries]
    return list(entries) if all(named) else []


def _in_folder(path: str | tuple[str, ...], folder: Path) -> str | tuple[str, ...]:
    if isinstance(path, tuple):
        return tuple(str(_in_folder(each, folder)) for each in path)
    return path if "://" in path else str(folder / path)
