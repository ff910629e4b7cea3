"""Reads a rule file into a pipeline, or tells all its faults at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wrangle.catalogue import modules, operation
from wrangle.engine.pipeline import Pipeline
from wrangle.errors import Fault, RuleFileError, did_you_mean
from wrangle.rulefile.collect import Faults
from wrangle.rulefile.columns import read_columns
from wrangle.rulefile.documents import Document, Gathering
from wrangle.rulefile.examples import read_examples
from wrangle.rulefile.files import neighbours, read_file, unreadable
from wrangle.rulefile.follow import follow
from wrangle.rulefile.nodes import Node, Text
from wrangle.rulefile.operations import Folder, read_operations, refuse_doubled_names
from wrangle.rulefile.options import Reading, read_options
from wrangle.rulefile.places import Places
from wrangle.rulefile.source import read_source
from wrangle.rulefile.variables import Variables, given

ENVIRONMENT: Mapping[str, bool | None] = {"source": True, "serve": None}
"""Sections in which `${env:NAME}` may stand: read with the file, or (None) only when it is needed, on the server."""


def load(
    path: Path | str, variables: Mapping[str, str] | None = None, *, pandera: Mapping[str, Any] | None = None
) -> Pipeline:
    """Read a rule file.

    Parameters
    ----------
    path : Path or str
        The rule file; paths in it are relative to its folder.
    variables : mapping, optional
        Values that win over those of `vars:`.
    pandera : mapping, optional
        A name for the results -> a `pandera.polars` schema or model, whose checks stand after those of the file.

    Raises
    ------
    RuleFileError
        The file cannot be read, or has faults: mend each place named in `faults`.
    ArtefactError
        A pandera schema says what no check says.
    SchemaError
        A pandera schema speaks of columns that the rules do not write.
    """
    pipeline = load_placed(path, variables)[0]
    if not pandera:
        return pipeline
    from wrangle.rulefile.pandera import with_schemas

    return with_schemas(pipeline, pandera)


def load_placed(path: Path | str, variables: Mapping[str, str] | None = None) -> tuple[Pipeline, Places]:
    """Read a rule file, and remember where all of it stands; see `load`.

    Raises
    ------
    RuleFileError
        The file cannot be read, or has faults.
    """
    path = Path(path)
    try:
        text = read_file(path)
    except (OSError, ValueError) as error:
        raise RuleFileError([Fault(unreadable(str(path), error), help=neighbours(path, "*.y*ml"))]) from None
    return read_placed(text, path, path.parent, variables)


def read_text(
    text: str, file: Path | None = None, folder: Path = Path(), variables: Mapping[str, str] | None = None
) -> Pipeline:
    r"""Read the text of a rule file.

    Parameters
    ----------
    text : str
        YAML 1.2.
    file : Path, optional
        Stands in the places of faults.
    folder : Path
        What paths in the text are relative to.
    variables : mapping, optional
        Values that win over those of `vars:`.

    Raises
    ------
    RuleFileError
        The text has faults: mend each place named in `faults`.

    Examples
    --------
    >>> from wrangle.rulefile.read import read_text
    >>> read_text("name: weather\ncolumns: {station: string}").contract["station"].type
    'string'
    """
    return read_placed(text, file, folder, variables)[0]


def read_placed(
    text: str, file: Path | None = None, folder: Path = Path(), variables: Mapping[str, str] | None = None
) -> tuple[Pipeline, Places]:
    r"""Read the text of a rule file, and remember where all of it stands; see `read_text`.

    Raises
    ------
    RuleFileError
        The text has faults.

    Examples
    --------
    >>> from wrangle.rulefile.read import read_placed
    >>> pipeline, places = read_placed("name: weather\nclean:\n  - trim: all")
    >>> str(places.find("steps", 0))
    '<text>:3:5'
    """
    faults = Faults()
    known = Variables(faults, given(variables or {}))
    gathering = Gathering(faults, known)
    gathering.gather(text, file, folder, (file.resolve(),) if file else (folder.resolve() / "<text>",))
    outside = dict(known.known)
    known.known = gathering.own_variables | outside
    reader = _Reader(faults, known, gathering.documents)
    pipeline = reader.pipeline(file)
    for name in outside:
        if name not in known.asked and name not in gathering.own_variables:
            faults.add(f"there is no variable {name!r} to set", hint=did_you_mean(name, gathering.own_variables))
    faults.settle()
    return pipeline, reader.places


class _Reader:
    """Reads the sections of all documents."""

    def __init__(self, faults: Faults, variables: Variables, documents: list[Document]) -> None:
        self.faults = faults
        self.variables = variables
        self.documents = documents
        self.places = Places(faults)

    def pipeline(self, file: Path | None) -> Pipeline:
        """Return the pipeline; of no use where there are faults."""
        columns = self._columns()
        steps = [*self._operations("steps", "clean"), *self._operations("steps", "transform")]
        checks = self._operations("checks", "expect")
        for readings in (steps, checks):
            refuse_doubled_names(readings, self.faults)
        models = self._models()
        self.places.sections = {"columns": list(columns.values()), "steps": steps, "expect": checks}
        self.places.sections |= {name: [reading] for name, reading in models.items()}
        pipeline = Pipeline(
            name=self._text("name") or (file.stem if file else "unnamed"),
            description=self._text("description"),
            steps=_models(steps),
            checks=_models(checks),
            contract={name: reading.model for name, reading in columns.items() if reading.model},
            source=self._source(),
            examples=self._examples(columns),
            sections={name: reading.model for name, reading in models.items() if reading.model},
        )
        follow(pipeline, self.places, self.faults)
        return pipeline

    def _section(self, document: Document, name: str) -> tuple[Text, Node] | None:
        if name not in document.sections:
            return None
        key, node = document.sections[name]
        return key, self.variables.expand(node, env=ENVIRONMENT.get(name, False))

    def _own(self, name: str) -> tuple[Text, Node] | None:
        """Return a section that only the file itself may have, not those that it includes."""
        for document in self.documents:
            if document.included and name in document.sections:
                self.faults.add(f"{name!r} cannot stand in a file that is included", document.sections[name][0].place)
        return self._section(self.documents[-1], name)

    def _text(self, name: str) -> str:
        found = self._section(self.documents[-1], name)
        if found and isinstance(found[1], Text):
            return "" if found[1].is_null else found[1].text.strip()
        if found:
            self.faults.add(f"{name!r} is a text", found[1].place)
        return ""

    def _operations(self, folder: Folder, name: str) -> list[Reading]:
        found = (self._section(document, name) for document in self.documents)
        return [each for section in found if section for each in read_operations(folder, *section, self.faults)]

    def _columns(self) -> dict[str, Reading]:
        columns: dict[str, Reading] = {}
        for document in self.documents:
            if found := self._section(document, "columns"):
                columns |= read_columns(found[1], self.faults)
        return columns

    def _models(self) -> dict[str, Reading]:
        """Return the sections that are models, those with faults among them."""
        found = {name: self._own(name) for name in modules("sections")}
        return {
            name: read_options(operation("sections", name), *section, self.faults)
            for name, section in found.items()
            if section
        }

    def _source(self) -> Any:
        found = self._own("source")
        return read_source(*found, self.faults) if found else None

    def _examples(self, columns: Mapping[str, Any]) -> Any:
        found = self._own("examples")
        return read_examples(found[1], columns, self.faults) if found else ()


def _models(readings: list[Reading]) -> tuple[Any, ...]:
    return tuple(reading.model for reading in readings if reading.model is not None)
