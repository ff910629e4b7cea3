"""Writes checks as a genuine Great Expectations project: a suite, the results of a run, and Data Docs.

Great Expectations never reads the data: it takes neither polars nor arrow, and is slow. The suite is compiled from our
checks, the results from the numbers of our run.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from wrangle.checks.base import Check, RowCheck
from wrangle.engine.pipeline import Pipeline
from wrangle.errors import ArtefactError, OutputError

SEVERITY: Mapping[str, str] = {"fail": "critical", "quarantine": "warning", "warn": "info"}
"""What becomes of a row or run -> what Great Expectations calls it."""
FOUND = ("element_count", "unexpected_count", "unexpected_percent", "partial_unexpected_list")


@dataclass(frozen=True)
class Exported:
    """What was written."""

    folder: Path
    suite: str
    """The name of the suite."""
    expectations: int
    left_out: tuple[str, ...]
    """Checks that Great Expectations has nothing for, each with why."""
    docs: str | None
    """The address of the Data Docs."""


def export(pipeline: Pipeline, folder: Path, run: Path | None = None) -> Exported:
    """Write the checks of a rule file, contract included, into a Great Expectations project.

    Parameters
    ----------
    pipeline : Pipeline
    folder : path
        Where the project is, or is made: `gx/` stands in it. A suite of the same name is replaced.
    run : path, optional
        The output folder of a run of this rule file: its results are stored with the suite.

    Raises
    ------
    OutputError
        Great Expectations is not installed, or the folder cannot be written.
    ArtefactError
        The run's folder has no `run.json`, or it is of another rule file.
    """
    gx = _imported()
    checks = _checks(pipeline)
    summary = None if run is None else _summary(pipeline, run)
    try:
        context = gx.get_context(mode="file", project_root_dir=str(folder))
        suite = context.suites.add_or_update(_suite(pipeline, checks))
        for each in suite.expectations:  # a suite that is added gets ids by chance
            each.id = each.meta["id"]
        suite.save()
        if summary is not None:
            _store(context, suite, summary)
        docs = context.build_data_docs()
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror or error}") from error
    left_out = tuple(f"{check.label}: {_why(check)}" for check in checks.values() if _kind(check) is None)
    return Exported(folder, suite.name, len(suite.expectations), left_out, next(iter(docs.values()), None))


def _imported() -> Any:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")  # it would phone home
    try:
        import great_expectations
    except ImportError as error:
        raise OutputError("Great Expectations is not installed: pip install 'wrangle[great-expectations]'") from error
    return great_expectations


def _checks(pipeline: Pipeline) -> Mapping[str, Check]:
    """Return the checks of the contract, then those of the rule file, each by an id that stays the same."""
    contract = (check for name, spec in pipeline.contract.items() for check in spec.checks(name))
    checks = [*contract, *pipeline.checks]
    return dict(zip(_ids(pipeline.name, [check.label for check in checks]), checks, strict=True))


def _ids(suite: str, labels: Iterable[str]) -> Iterator[str]:
    """Yield an id for each check: the same one whenever the suite is written."""
    seen: Counter[str] = Counter()
    for label in labels:
        yield str(uuid5(NAMESPACE_URL, f"wrangle/{suite}/{label}/{seen[label]}"))
        seen[label] += 1


def _kind(check: Check) -> tuple[str, dict[str, Any]] | None:
    """Return an expectation that says just what a check says; None where there is none."""
    return None if getattr(check, "where", None) is not None else check.expectation()


def _why(check: Check) -> str:
    if getattr(check, "where", None) is not None:
        return "holds for some rows only (`where`)"
    return f"Great Expectations has nothing like {check.keyword()}"


def _suite(pipeline: Pipeline, checks: Mapping[str, Check]) -> Any:
    from great_expectations.core import ExpectationSuite

    told = [(id_, check, kind) for id_, check in checks.items() if (kind := _kind(check)) is not None]
    return ExpectationSuite(
        name=pipeline.name,
        id=str(uuid5(NAMESPACE_URL, f"wrangle/{pipeline.name}")),
        notes=pipeline.description or None,
        expectations=[_configuration(id_, check, *kind) for id_, check, kind in told],
    )


def _configuration(id_: str, check: Check, type_: str, arguments: Mapping[str, Any]) -> Any:
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from great_expectations.expectations.metadata_types import FailureSeverity

    kwargs = {name: value for name, value in arguments.items() if value is not None and value is not False}
    if isinstance(check, RowCheck) and check.mostly < 1:
        kwargs["mostly"] = check.mostly
    return ExpectationConfiguration(
        type=type_,
        kwargs=kwargs,
        meta={"wrangle": check.label, "id": id_},
        severity=FailureSeverity(SEVERITY[getattr(check, "otherwise", "fail")]),
        id=id_,
    )


def _summary(pipeline: Pipeline, run: Path) -> Mapping[str, Any]:
    try:
        summary: Mapping[str, Any] = json.loads((run / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArtefactError(f"{run}: is no output folder of a run: it has no run.json that can be read") from error
    if summary.get("name") != pipeline.name:
        raise ArtefactError(f"{run}: is a run of {summary.get('name')!r}, the rule file is {pipeline.name!r}")
    return summary


def _store(context: Any, suite: Any, summary: Mapping[str, Any]) -> None:
    """Put the results of a run into the project's store."""
    from great_expectations.core.run_identifier import RunIdentifier
    from great_expectations.data_context.types.resource_identifiers import (
        ExpectationSuiteIdentifier,
        ValidationResultIdentifier,
    )

    ids = _ids(suite.name, (each["name"] for each in summary["checks"]))
    found = dict(zip(ids, summary["checks"], strict=True))
    told = [(each, found[each.id]) for each in suite.expectations if each.id in found]
    run = RunIdentifier(run_name=suite.name, run_time=datetime.now(UTC))
    data = summary["lineage"]["inputs"][0]["name"] if summary.get("lineage", {}).get("inputs") else suite.name
    key = ValidationResultIdentifier(
        expectation_suite_identifier=ExpectationSuiteIdentifier(suite.name),
        run_id=run,
        batch_identifier=Path(str(data)).name,
    )
    context.validation_results_store.set(key, _validation(suite, told, run, str(data)))


def _validation(suite: Any, told: Sequence[tuple[Any, Mapping[str, Any]]], run: Any, data: str) -> Any:
    from great_expectations import __version__
    from great_expectations.core.expectation_validation_result import (
        ExpectationSuiteValidationResult,
        ExpectationValidationResult,
    )

    results = [
        ExpectationValidationResult(
            success=found["success"],
            expectation_config=expectation.configuration,
            result=_result(found),
            meta={},
            exception_info={"raised_exception": False, "exception_message": None, "exception_traceback": None},
        )
        for expectation, found in told
    ]
    good = sum(bool(each.success) for each in results)
    return ExpectationSuiteValidationResult(
        success=good == len(results),
        results=results,
        suite_name=suite.name,
        suite_parameters={},
        statistics={
            "evaluated_expectations": len(results),
            "successful_expectations": good,
            "unsuccessful_expectations": len(results) - good,
            "success_percent": 100 * good / len(results) if results else None,
        },
        meta={
            "run_id": run,
            "great_expectations_version": __version__,
            "validation_time": run.run_time.isoformat(),
            "batch_kwargs": {},
            "active_batch_definition": {
                "datasource_name": "wrangle",
                "data_connector_name": "wrangle",
                "data_asset_name": data,
                "batch_identifiers": {},
            },
        },
    )


def _result(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a check found in Great Expectations' words: counts of rows, or what was seen of the table."""
    details = {"details": {"unknown": found["unknown"]}} if found.get("unknown") else {}
    if not found["violations"] and found["examples"]:
        return {"observed_value": found["examples"][0], **details}
    percent = 100 * found["violations"] / found["rows"] if found["rows"] else 0.0
    return {
        **dict(zip(FOUND, (found["rows"], found["violations"], percent, found["examples"]), strict=True)),
        **details,
    }
