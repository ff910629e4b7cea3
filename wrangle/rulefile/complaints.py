"""Gives each of pydantic's complaints its place in the file, and says it in our words."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from wrangle.errors import Place, did_you_mean
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.home import Home, home, spelled
from wrangle.rulefile.nodes import Items, Node, Table, Text, shown, texts
from wrangle.rulefile.sentences import limit, own_message, wanted
from wrangle.rulefile.words import branches, choices, field_in_words, is_scalar

Error = dict[str, Any]
_QUOTE = "'"


@dataclass(frozen=True)
class Spot:
    """What an error's path leads to: the key nearest to it, the node there, and how deep that is."""

    key: Text
    node: Node
    depth: int


@dataclass(frozen=True)
class Complaints:
    """The complaints about one model's options."""

    cls: type[BaseModel]
    key: Text
    table: Table
    owner: str
    faults: Faults

    def tell(self, errors: Sequence[Any]) -> None:
        """Note the faults that pydantic's errors are: one for each place, the innermost where types are a choice."""
        spots = [(error, self._spot(error["loc"])) for error in errors]
        deepest: dict[str, int] = {}
        for error, spot in spots:
            option = self._option(error)
            deepest[option] = max(spot.depth, deepest.get(option, 0))
        groups: dict[tuple[Place, str, bool], list[tuple[Error, Spot]]] = {}
        for error, spot in spots:
            option = self._option(error)
            if not _is_choice(self._field(option)) or spot.depth == deepest[option]:
                missing = error["type"] == "missing"
                where = (spot.node.place, str(error["loc"]) if missing else option, missing)
                groups.setdefault(where, []).append((error, spot))
        mistyped = self._mistyped(errors)
        for (_, name, missing), ((error, spot), *others) in groups.items():
            if not (missing and name in mistyped):
                self._tell(error | {"type": "several"} if others else error, spot)

    def _mistyped(self, errors: Sequence[Any]) -> set[str]:
        """Return the paths of options that are missing because their names are misspelled."""
        missing = {str(error["loc"][0]): str(error["loc"]) for error in errors if error["type"] == "missing"}
        unknown = [str(error["loc"][0]) for error in errors if error["type"] == "extra_forbidden"]
        close = {name: difflib.get_close_matches(name, Home(self.cls).known, n=1) for name in unknown}
        return {missing[names[0]] for names in close.values() if names and names[0] in missing}

    def _option(self, error: Error) -> str:
        return str(error["loc"][0]) if error["loc"] else ""

    def _field(self, option: str) -> FieldInfo | None:
        return spelled(self.cls).get(option)

    def _spot(self, path: Sequence[str | int]) -> Spot:
        """Follow an error's path through the nodes; parts of it that name types are passed over."""
        spot = Spot(self.key, self.table, 0)
        for part in path:
            node = spot.node
            if isinstance(node, Table) and (entry := node.entry(str(part))):
                spot = Spot(entry[0], entry[1], spot.depth + 1)
            elif isinstance(node, Items) and isinstance(part, int) and part < len(node.items):
                spot = Spot(spot.key, node.items[part], spot.depth + 1)
        return spot

    def _tell(self, error: Error, spot: Spot) -> None:
        kind = error["type"]
        at = home(self.cls, error["loc"], unknown=kind == "extra_forbidden")
        if kind in {"extra_forbidden", "missing"}:
            self._tell_name(kind, at, spot)
        elif not error["loc"]:
            message = own_message(error).removeprefix(f"{self.owner} ").removeprefix(": ")
            joint = " " if own_message(error).startswith(f"{self.owner} ") else ": "
            self.faults.add(f"{self.owner}{joint}{message}", self.key.place)
        elif self.faults.at(spot.node.place):
            return
        elif any(text.secret for text in texts(spot.node)):
            self.faults.add(f"{self._within(at)}: {at.option!r} is not as it must be", spot.node.place)
        else:
            self._tell_value(error, at, spot)

    def _tell_name(self, kind: str, at: Home, spot: Spot) -> None:
        """Tell of an option that is not known, or is missing."""
        within = self._within(at) if not at.keys else f"{self._within(at, short=True)}: {at.keys[-1]!r}"
        if kind == "extra_forbidden":
            self.faults.add(f"{within} has no option {at.option!r}", spot.key.place, did_you_mean(at.option, at.known))
        else:
            needed = f"it is {field_in_words(at.field)}" if at.field else ""
            self.faults.add(f"{within} needs the option {at.option!r}", spot.key.place, needed)

    def _within(self, at: Home, *, short: bool = False) -> str:
        """Return in words what an option is of: the step or section, and the keys that lead to it from there."""
        return ": ".join((self.owner, *(at.keys[:-1] if short else at.keys)))

    def _tell_value(self, error: Error, at: Home, spot: Spot) -> None:
        depth = spot.depth - len(at.keys)
        words = choices(at.field.annotation) if at.field and depth == 1 else ()
        kind, context = error["type"], error.get("ctx", {})
        help_ = ""
        if words and isinstance(spot.node, Text):
            given = "empty" if spot.node.is_null else shown(spot.node)
            what, help_ = f"cannot be {given}", did_you_mean(spot.node.text, words)
        elif bound := limit(kind, context):
            given = shown(spot.node).strip(_QUOTE) if isinstance(spot.node, Text) else ""
            what = f"{bound}, not {given}" if given else bound
        elif kind in {"value_error", "assertion_error"}:
            message = own_message(error)
            what = message if message.startswith(("must", "may", "cannot", "can ")) else f": {message}"
        else:
            what = _must_be(kind, at.field, spot.node, depth)
            null = isinstance(spot.node, Text) and spot.node.text == "null"
            help_ = 'write "null" in quotes for the text' if null else ""
        self.faults.add(f"{self._within(at)}: {at.option!r} {what}".replace("' : ", "': "), spot.node.place, help_)


def _must_be(kind: str, field: FieldInfo | None, node: Node, depth: int) -> str:
    inner = wanted(kind)
    if field is None or (depth > 1 and inner):
        return f"must be {inner or 'of another kind'}, not {shown(node)}"
    if depth > 1:
        return f"must be {field_in_words(field)}; here stands {shown(node)}"
    return f"must be {field_in_words(field)}, not {shown(node)}"


def _is_choice(field: FieldInfo | None) -> bool:
    """Tell whether pydantic tries several types for an option, and so complains once for each."""
    if field is None:
        return False
    return len(branches(field.annotation)) > 1 or is_scalar(field.annotation) or bool(choices(field.annotation))
