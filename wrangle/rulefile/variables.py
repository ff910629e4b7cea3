"""Puts the values of variables into a rule file's text: `${name}`, and `${env:NAME}` in `source:`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from wrangle.errors import Place, did_you_mean
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.nodes import Items, Node, Table, Text
from wrangle.secret import remember

_SIGN = re.compile(r"\$\$\{|\$\{(?:([^${}]*)\})?")


@dataclass
class Variables:
    """The variables that are known, and those that were asked for."""

    faults: Faults
    known: dict[str, Text]
    """Name -> value; those set from outside win over those of `vars:`."""
    asked: set[str] = field(default_factory=set)

    def expand(self, node: Node, *, env: bool | None = False) -> Node:
        """Return a node with the values of variables in place of their names; what comes in is not read again.

        Parameters
        ----------
        node : Node
            Any part of a rule file.
        env : bool, optional
            Whether `${env:NAME}` may stand in it; None: it may, and stays as it is, to be read where it is needed.
        """
        if isinstance(node, Text):
            return self._text(node, env=env) if "${" in node.text else node
        if isinstance(node, Items):
            return replace(node, items=tuple(self.expand(each, env=env) for each in node.items))
        keys = [self._text(key, env=env) if "${" in key.text else key for key, _ in node.entries]
        seen: set[str] = set()
        for key in keys:
            if key.text in seen and not key.secret:
                self.faults.add(f"the key {key.text!r} stands twice in one mapping", key.place, "keep one of the two")
            seen.add(key.text)
        values = (self.expand(each, env=env) for _, each in node.entries)
        return replace(node, entries=tuple(zip(keys, values, strict=True)))

    def _text(self, text: Text, *, env: bool | None) -> Text:
        secret = False

        def put(found: re.Match[str]) -> str:
            nonlocal secret
            if found[0] == "$${":
                return "${"
            if found[1] is None:
                self.faults.add("`${` begins a variable that is not closed", text.place, "write `$${` for the signs")
                return ""
            if env is None and found[1].startswith("env:"):
                return found[0]
            secret = secret or found[1].startswith("env:")
            return self._value(found[1], text.place, env=bool(env)).text

        whole = _SIGN.fullmatch(text.text)
        if whole and whole[1] is not None and not whole[1].startswith("env:"):
            return replace(self._value(whole[1], text.place, env=bool(env)), place=text.place)
        expanded = _SIGN.sub(put, text.text)
        return replace(text, text=expanded, style="quoted" if secret else text.style, secret=secret)

    def _value(self, name: str, place: Place, *, env: bool) -> Text:
        if name.startswith("env:"):
            return Text(place, self._environment(name[4:], place, allowed=env), "quoted", secret=True)
        self.asked.add(name)
        if name not in self.known:
            help_ = did_you_mean(name, self.known) or "define it under `vars:`, or write `$${` for the signs"
            self.faults.add(f"there is no variable {name!r}", place, help_)
            return Text(place, "")
        return self.known[name]

    def _environment(self, name: str, place: Place, *, allowed: bool) -> str:
        if not allowed:
            self.faults.add(
                "`${env:...}` may stand only in `source:` and `serve:`", place, "use a variable, set by --set"
            )
        elif name not in os.environ:
            self.faults.add(f"the environment has no variable {name!r}", place, "set it before you start wrangle")
        else:
            remember(os.environ[name], f"${{env:{name}}}")
            return os.environ[name]
        return ""


def declared(node: Node, faults: Faults) -> dict[str, Text]:
    """Return the variables of a `vars:` section."""
    if not isinstance(node, Table):
        faults.add("`vars` is a mapping of names to values", node.place, "write `vars: {limit: 5}`")
        return {}
    found: dict[str, Text] = {}
    for key, each in node.entries:
        if not isinstance(each, Text):
            faults.add(f"the variable {key.text!r} must be a single value", each.place)
        elif "${" in each.text:
            faults.add("a variable cannot stand in another one's value", each.place)
        else:
            found[key.text] = each
    return found


def given(values: Mapping[str, str]) -> dict[str, Text]:
    """Return variables that are set from outside, as unquoted text."""
    return {name: Text(Place(None, 1, 1), text) for name, text in values.items()}
