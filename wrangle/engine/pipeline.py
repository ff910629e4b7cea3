"""A pipeline: the steps and checks of a rule file in order, frozen. Nothing here has seen data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from wrangle.catalogue import operation
from wrangle.checks.base import Check
from wrangle.engine.contract import ColumnSpec
from wrangle.sources.source import Source
from wrangle.steps.base import Step


@dataclass(frozen=True)
class Example:
    """A given -> then pair of a rule file: a unit test of its rules, one record each."""

    given: Mapping[str, Any]
    """A raw record: column -> value."""

    then: Mapping[str, Any] | None
    """What some columns must be afterwards; None: the record must be rejected."""

    name: str = ""
    """What the example shows."""


@dataclass(frozen=True)
class Pipeline:
    """The steps and checks of a rule file in order, frozen. `fit` gives a `FittedPipeline`."""

    name: str
    """The rule file's name for the dataset."""

    steps: tuple[Step, ...] = ()
    """The steps of `clean` and `transform`, in order."""

    checks: tuple[Check, ...] = ()
    """The checks of `expect`, held against the rows after all steps."""

    contract: Mapping[str, ColumnSpec] = field(default_factory=dict)
    """The contract of the raw data: `columns` of the rule file."""

    source: Source | None = None
    """Where the data comes from; None where the caller brings it."""

    description: str = ""
    """What the rule file is for, in a sentence."""

    examples: tuple[Example, ...] = ()
    """Unit tests of the rules."""

    sections: Mapping[str, BaseModel] = field(default_factory=dict)
    """Section of the rule file beyond cleaning -> its model: `train`."""

    def fit(self, data: Any = None, *, progress: Any = None, engine: Any = None) -> Any:
        """Learn what the steps ask of training data.

        Parameters
        ----------
        data : frame, path or source, optional
            What to learn from; without it the `source` of the rule file.
        progress : callable, optional
            Is told the number of rows read so far in each pass.
        engine : str or wrangle.sections.engine.Engine, optional
            `local`, `dask` or `ray`, or all settings, in place of what the rule file says.

        Returns
        -------
        wrangle.engine.fitted.FittedPipeline

        Raises
        ------
        SourceError, SchemaError, StatisticError
            See `wrangle.errors`; the message says what to do.
        """
        from wrangle.engine.data import open_data
        from wrangle.engine.executor import executor_of
        from wrangle.engine.fitted import FittedPipeline
        from wrangle.engine.session import Session

        with open_data(self, data) as input_, executor_of(self, engine) as executor:
            session = Session(self, input_, progress=progress, executor=executor)
            session.fit(rows=False)
            return FittedPipeline(self, session.learned, session.schema)

    def run(self, data: Any = None, into: str | Path | None = None, *, progress: Any = None, engine: Any = None) -> Any:
        """Fit to a table and run over the same: clean rows, quarantine, audit and checks.

        Parameters
        ----------
        data : frame, path or source, optional
            What to run over; without it the `source` of the rule file.
        into : path, optional
            The output folder, written whole or not at all; without it the rows are kept in memory.
        progress : callable, optional
            Is told the number of rows read so far in each pass.
        engine : str or wrangle.sections.engine.Engine, optional
            `local`, `dask` or `ray`, or all settings, in place of what the rule file says.

        Returns
        -------
        wrangle.engine.result.RunResult

        Raises
        ------
        SourceError, SchemaError, StatisticError, RunFailedError, OutputError
            See `wrangle.errors`; the message says what to do.
        """
        from wrangle.engine.data import open_data
        from wrangle.engine.executor import executor_of
        from wrangle.engine.run import readable
        from wrangle.engine.run import run as run_session
        from wrangle.engine.session import Session

        with open_data(self, data) as input_, executor_of(self, engine, into) as executor:
            return readable(
                lambda each: run_session(Session(self, each, progress=progress, executor=executor), into), input_
            )

    def replay(self, folder: str | Path) -> Any:
        """Run the rejected rows of an earlier run again, by these mended rules, and join its output.

        What steps learned is kept, and the rows that were written or dropped are not looked at again; see the guide.

        Parameters
        ----------
        folder : path
            The output folder of the earlier run. It is replaced, whole or not at all.

        Returns
        -------
        wrangle.engine.result.RunResult
            Of all rows; `summary["replayed"]` tells what came back.

        Raises
        ------
        ReplayError, ArtefactError, RunFailedError, OutputError
            See `wrangle.errors`; the message says what to do.
        """
        from wrangle.engine.replay import replay

        return replay(self, folder)

    @cached_property
    def schema(self) -> Any:
        """The contract of the raw data as a pandera polars schema (`pandera.polars.DataFrameSchema`)."""
        from wrangle.checks.pandera import schema

        return schema(self.name, {name: spec.facts(name) for name, spec in self.contract.items()})

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the resolved rule file and of the files it names, wherever they lie."""
        text = json.dumps(describe(self, _content), sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def describe(pipeline: Pipeline, file: Callable[[Path], str] = str) -> dict[str, Any]:
    """Return what a pipeline does, as plain JSON values: steps, checks and contract, without the source.

    Parameters
    ----------
    pipeline : Pipeline
    file : callable
        What stands for a file that an option names.
    """
    return {
        "name": pipeline.name,
        "description": pipeline.description,
        "columns": {name: _options(spec, file) for name, spec in pipeline.contract.items()},
        "steps": [{step.keyword(): _options(step, file)} for step in pipeline.steps],
        "expect": [{check.keyword(): _options(check, file)} for check in pipeline.checks],
    }


def _content(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else path.name


def from_description(value: Mapping[str, Any]) -> Pipeline:
    """Return the pipeline that `describe` described.

    Raises
    ------
    wrangle.catalogue.UnknownNameError
        A step or check is not known to this version.
    pydantic.ValidationError
        An option is not what the step takes.
    """
    return Pipeline(
        name=value["name"],
        description=value["description"],
        contract={name: ColumnSpec(**options) for name, options in value["columns"].items()},
        steps=tuple(_operation("steps", each) for each in value["steps"]),
        checks=tuple(_operation("checks", each) for each in value["expect"]),
    )


def _operation(folder: str, entry: Mapping[str, Mapping[str, Any]]) -> Any:
    ((keyword, options),) = entry.items()
    return operation(folder, keyword).model_validate(options)


def _options(model: BaseModel, file: Callable[[Path], str]) -> dict[str, Any]:
    values = model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    paths = {name: value for name in type(model).model_fields if isinstance(value := getattr(model, name), Path)}
    aliases = {name: field.alias or name for name, field in type(model).model_fields.items()}
    return values | {aliases[name]: file(path) for name, path in paths.items()}
