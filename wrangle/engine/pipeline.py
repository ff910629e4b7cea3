"""A pipeline: the steps and checks of a rule file in order, frozen. Nothing here has seen data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from wrangle.catalogue import operation
from wrangle.checks.base import Check
from wrangle.engine.contract import ColumnSpec
from wrangle.sources.spec import SourceSpec
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

    source: SourceSpec | None = None
    """Where the data comes from; None where the caller brings it."""

    description: str = ""
    """What the rule file is for, in a sentence."""

    examples: tuple[Example, ...] = ()
    """Unit tests of the rules."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the resolved rule file: the same text, includes and variables give the same digest."""
        text = json.dumps(describe(self), sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def describe(pipeline: Pipeline) -> dict[str, Any]:
    """Return what a pipeline does, as plain JSON values: steps, checks and contract, without the source."""
    return {
        "name": pipeline.name,
        "description": pipeline.description,
        "columns": {name: _options(spec) for name, spec in pipeline.contract.items()},
        "steps": [{step.keyword(): _options(step)} for step in pipeline.steps],
        "expect": [{check.keyword(): _options(check)} for check in pipeline.checks],
    }


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


def _options(model: BaseModel) -> dict[str, Any]:
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
