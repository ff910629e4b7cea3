"""Reads checks out of a Great Expectations suite, without Great Expectations: its JSON is enough."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML

from wrangle.catalogue import modules, operation
from wrangle.checks.base import RowCheck
from wrangle.errors import ArtefactError

OTHERWISE: Mapping[str, str] = {"critical": "fail", "warning": "quarantine", "info": "warn"}
"""What a severity of Great Expectations is called here."""
LEFT = {"batch_id", "result_format", "catch_exceptions", "meta", "description"}
"""Arguments that say nothing of the data."""


@dataclass(frozen=True)
class Imported:
    """What was found in a suite."""

    name: str
    checks: tuple[Mapping[str, Mapping[str, Any]], ...]
    """Entries of `expect:`."""
    left_out: tuple[str, ...]
    """Expectations that have no counterpart, each with why."""

    def yaml(self) -> str:
        """Return the checks as the section `expect:` of a rule file."""
        yaml = YAML()
        yaml.default_flow_style = None
        yaml.width = 120
        out = io.StringIO()
        yaml.dump({"expect": [dict(each) for each in self.checks]}, out)
        return out.getvalue()


def read_suite(path: str | Path) -> Imported:
    """Return the checks of a Great Expectations suite.

    Parameters
    ----------
    path : path
        JSON as Great Expectations 1 writes it, `gx/expectations/NAME.json`; files of earlier versions are read too.

    Raises
    ------
    ArtefactError
        The file cannot be read, or it is no suite.
    """
    try:
        suite = json.loads(Path(path).read_text(encoding="utf-8"))
        name, expectations = suite.get("name") or suite["expectation_suite_name"], list(suite["expectations"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArtefactError(
            f"{path}: is no Great Expectations suite in JSON: name a file of the project's `expectations` folder"
        ) from error
    checks: list[Mapping[str, Mapping[str, Any]]] = []
    left_out: list[str] = []
    for each in expectations:
        type_ = each.get("type") or each.get("expectation_type", "?")
        try:
            checks.append(_check(type_, each))
        except (ValueError, KeyError) as error:
            left_out.append(f"{type_} {each.get('kwargs', {}).get('column', '')}".strip() + f": {_sentence(error)}")
    return Imported(name, tuple(checks), tuple(left_out))


def _check(type_: str, told: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    keyword = dict(_types()).get(type_)
    if keyword is None:
        raise ValueError("there is no check like it")
    cls = operation("checks", keyword)
    given = {name: value for name, value in told.get("kwargs", {}).items() if value is not None and name not in LEFT}
    if "row_condition" in given:
        raise ValueError("it holds for some rows only: write a `where`")
    mostly = given.pop("mostly", 1.0)
    options = cls.of_expectation(type_, given)
    if issubclass(cls, RowCheck):
        options |= {} if mostly == 1 else {"mostly": mostly}
    severity = OTHERWISE.get(told.get("severity") or "critical", "fail")
    options["otherwise"] = severity if issubclass(cls, RowCheck) or severity == "warn" else "fail"
    cls(**options)  # what it refuses is left out
    return {keyword: options}


def _types() -> Iterator[tuple[str, str]]:
    """Yield each of Great Expectations' types with the check that says the same."""
    for keyword in modules("checks"):
        for type_ in operation("checks", keyword).expectations:
            yield type_, keyword


def _sentence(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(each["msg"].removeprefix("Value error, ") for each in error.errors())
    return f"it lacks {error}" if isinstance(error, KeyError) else str(error)
