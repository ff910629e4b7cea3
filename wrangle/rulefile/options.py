"""Reads the options of one step, check, column or source into its pydantic model; each fault gets its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from wrangle.errors import WrangleError
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.complaints import Complaints
from wrangle.rulefile.files import exists, neighbours
from wrangle.rulefile.nodes import Node, Table, Text, value
from wrangle.rulefile.words import branches, choices
from wrangle.steps.options import InFolder, mark


@dataclass(frozen=True)
class Reading:
    """A model as it was read, with the nodes that its options came from."""

    key: Text
    """The key that the options stand under."""
    table: Table
    """The options, short forms written out."""
    cls: type[BaseModel]
    model: Any
    """None where there are faults."""


@cache
def options(cls: type[BaseModel]) -> Mapping[str, tuple[str, FieldInfo]]:
    """Return each option as rule files spell it -> its name in the class, and its field.

    Examples
    --------
    >>> from wrangle.engine.contract import ColumnSpec
    >>> options(ColumnSpec)["unit"][0]
    'unit'
    """
    return {field.alias or name: (name, field) for name, field in cls.model_fields.items()}


def read_options(cls: type[BaseModel], key: Text, node: Node, faults: Faults, owner: str = "") -> Reading:
    """Read options into a model.

    Parameters
    ----------
    cls : type
        A step, check or other model; its `shorthand` and `gathers` tell of short forms.
    key : Text
        The key that the options stand under: what is missing is told there.
    node : Node
        The options, or the value that a short form is.
    faults : Faults
        Gets what is wrong.
    owner : str
        What the options are of, in messages; the key where none is given.
    """
    owner = owner or key.text
    table = _written_out(cls, key, node, faults, owner)
    if table is None:
        return Reading(key, Table(key.place, ()), cls, None)
    before = faults.count()
    raw = {each.text: _raw(cls, each, node, faults) for each, node in table.entries}
    model: BaseModel | None = None
    try:
        model = cls.model_validate(raw)
    except ValidationError as error:
        Complaints(cls, key, table, owner, faults).tell(error.errors(include_url=False, include_input=False))
    except WrangleError as error:
        faults.add(f"{owner}: {error}", key.place)
    return Reading(key, table, cls, model if faults.count() == before else None)


def _written_out(cls: type[BaseModel], key: Text, node: Node, faults: Faults, owner: str) -> Table | None:
    """Return the options with short forms written out; None where the node cannot be options."""
    shorthand: str | None = getattr(cls, "shorthand", None)
    gathers: str | None = getattr(cls, "gathers", None)
    if isinstance(node, Text) and node.is_null:
        return Table(node.place, ())
    if isinstance(node, Table):
        return _gathered(cls, key, node, gathers) if gathers else node
    if shorthand:
        spelled = next(alias for alias, (name, _) in options(cls).items() if name == shorthand)
        return Table(node.place, ((Text(node.place, spelled), node),))
    first = gathers or next(iter(_own(cls)), "")
    form = f"{{{'name' if gathers else first}: ...}}"
    faults.add(f"{owner} takes options by name, not a bare value", node.place, f"write `{key.text}: {form}`")
    return None


def _own(cls: type[BaseModel]) -> list[str]:
    """Return the options that come first in the mind: those that must be given, then the class's own."""
    known = options(cls)
    required = [spelled for spelled, (_, field) in known.items() if field.is_required()]
    return required or [spelled for spelled, (name, _) in known.items() if name in vars(cls).get("__annotations__", {})]


def _gathered(cls: type[BaseModel], key: Text, table: Table, gathers: str) -> Table:
    known = options(cls)
    plain = [entry for entry in table.entries if entry[0].text in known and entry[0].text != gathers]
    extra = [entry for entry in table.entries if entry[0].text not in known]
    explicit = table.entry(gathers)
    if explicit and (not extra or not isinstance(explicit[1], Table)):
        return Table(table.place, (*plain, explicit, *extra))
    if explicit and isinstance(explicit[1], Table):
        extra = [*explicit[1].entries, *extra]
    if not extra:
        return table
    under = explicit[0] if explicit else Text(key.place, gathers)
    return Table(table.place, (*plain, (under, Table(extra[0][0].place, tuple(extra)))))


def _raw(cls: type[BaseModel], key: Text, node: Node, faults: Faults) -> Any:
    """Return an option's value as pydantic is to read it."""
    if key.text not in options(cls):
        return value(node)
    name, field = options(cls)[key.text]
    if isinstance(node, Text):
        if node.is_null and node.text in choices(field.annotation):
            return node.text
        if not node.is_null and mark(cls, name, InFolder) is not None:
            return _in_folder(field, node, faults)
    return value(node)


def _in_folder(field: FieldInfo, node: Text, faults: Faults) -> str:
    """Return the whole path of a file that is there, seen from the rule file's folder."""
    folder = faults.folder(node.place)
    path = folder / node.text
    if exists(path):
        return str(path.resolve())
    if Path in branches(field.annotation) or Path(node.text).suffix or "/" in node.text:
        help_ = neighbours(path) or "the path is relative to the rule file's folder"
        faults.add(f"there is no file {node.text!r}", node.place, help_)
    return node.text
