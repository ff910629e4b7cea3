"""Reads a rule file and those that it includes into sections, in the order in which they count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wrangle.catalogue import modules
from wrangle.errors import Place, did_you_mean
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.compose import compose
from wrangle.rulefile.files import neighbours, read_file, unreadable
from wrangle.rulefile.nodes import Items, Node, Table, Text
from wrangle.rulefile.variables import Variables, declared

SECTIONS = (
    "name",
    "description",
    "include",
    "vars",
    "source",
    "columns",
    "clean",
    "transform",
    "expect",
    "examples",
    *modules("sections"),
)
"""The sections of a rule file, in the order in which they are best written; those that are models come last."""
STARTER = """a small rule file is
    name: weather
    source: weather.csv
    clean:
      - trim: {columns: all}
    expect:
      - not_null: {column: station}"""

Sections = Mapping[str, tuple[Text, Node]]


@dataclass(frozen=True)
class Document:
    """One file: its sections, each with its key."""

    sections: Sections
    included: bool


@dataclass
class Gathering:
    """The files read so far: those included come before the one that includes them."""

    faults: Faults
    variables: Variables
    documents: list[Document] = field(default_factory=list)
    done: set[Path] = field(default_factory=set)
    own_variables: dict[str, Text] = field(default_factory=dict)
    """The variables of `vars:` sections; those of an including file win over those of the included."""

    def gather(self, text: str, file: Path | None, folder: Path, trail: tuple[Path, ...] = ()) -> None:
        """Read one file's text and, before it, all that it includes.

        Parameters
        ----------
        text : str
            The rule file.
        file : Path or None
            Stands in the places.
        folder : Path
            What paths in it are relative to.
        trail : tuple of Path
            The files that led here, this one last, as absolute paths.
        """
        self.faults.know(file, folder, text)
        sections = self._sections(text, file)
        own = declared(sections["vars"][1], self.faults) if "vars" in sections else {}
        if "include" in sections:
            outer = self.variables.known
            self.variables.known = own | outer
            node = self.variables.expand(sections["include"][1])
            self.variables.known = outer
            for each in _listed(node, self.faults):
                self._include(each, folder, trail)
        self.documents.append(Document(sections, included=len(trail) > 1))
        self.own_variables.update(own)

    def _sections(self, text: str, file: Path | None) -> Sections:
        before = self.faults.count()
        root = compose(text, file, self.faults)
        if root is None or (isinstance(root, Text) and root.is_null):
            if self.faults.count() == before:
                self.faults.add("the rule file is empty", Place(file, 1, 1), STARTER)
            return {}
        if not isinstance(root, Table):
            self.faults.add("a rule file is a mapping of sections", root.place, STARTER)
            return {}
        for key, _ in root.entries:
            self._check_section(key)
        return {key.text: (key, node) for key, node in root.entries}

    def _check_section(self, key: Text) -> None:
        if key.text not in SECTIONS:
            self.faults.add(f"a rule file has no section {key.text!r}", key.place, did_you_mean(key.text, SECTIONS))

    def _include(self, name: Text, folder: Path, trail: tuple[Path, ...]) -> None:
        path = folder / name.text
        whole = path.absolute()
        try:
            whole = path.resolve()
            text = read_file(path)
        except (OSError, ValueError) as error:
            self.faults.add(unreadable(name.text, error), name.place, neighbours(path, "*.y*ml"))
            return
        if whole in trail:
            chain = " -> ".join(each.name for each in (*trail[trail.index(whole) :], whole))
            self.faults.add(f"the file includes itself: {chain}", name.place, "leave one of them out")
        elif whole not in self.done:
            self.done.add(whole)
            self.gather(text, path, path.parent, (*trail, whole))


def _listed(node: Node, faults: Faults) -> list[Text]:
    items = node.items if isinstance(node, Items) else (node,)
    for each in items:
        if not isinstance(each, Text):
            faults.add("'include' is a list of rule files", each.place, "write `include: [vocabularies.yaml]`")
    return [each for each in items if isinstance(each, Text) and not each.is_null]
