"""Data capture of Amazon SageMaker, read; and what is found under the names that its tools read.

References
----------
Amazon SageMaker AI developer guide, "Monitor data and model quality": schemas of statistics.json, constraints.json and
constraint_violations.json (here violations.json), version 0.
"""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wrangle.drift.baseline import Baseline
from wrangle.drift.profile import Profile
from wrangle.errors import CaptureError

CHECKS = {
    "new values": "categorical_values_check",
    "new looks": "data_type_check",
    "no numbers": "data_type_check",
    "nulls": "completeness_check",
    "missing": "missing_column_check",
    "unknown": "extra_column_check",
}
"""What an alarm measures -> what SageMaker calls such a violation; all others are drift."""


def read_lines(path: Path, columns: Sequence[str] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the captures of a file of data capture, or of all such files below a folder, as rows of captures.

    A line with several records is several rows, its id with their place, as `wrangle serve` names them.

    Parameters
    ----------
    path : Path
    columns : sequence of str
        What the cells of CSV requests, which have no header, are called.

    Raises
    ------
    CaptureError
        There is no such file, or a line is no capture.
    """
    files = sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise CaptureError(f"{path}: there is no such store, file or folder of captures")
    for file in files:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield from _rows(line, f"{file}:{number}", columns)


def _rows(line: str, where: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    try:
        found = json.loads(line)
        sides, told = found["captureData"], found["eventMetadata"]
        moment = datetime.fromisoformat(told["inferenceTime"])
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        requests = _records(sides["endpointInput"])
        answers = _records(sides.get("endpointOutput") or {"data": "", "encoding": "JSON"})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CaptureError(f"{where}: is no line of data capture ({type(error).__name__}: {error})") from error
    known = dict(each.split("=", 1) for each in told.get("customAttributes") or () if "=" in each)
    identity = told.get("inferenceId") or told["eventId"]
    for place, given in enumerate(requests):
        request = dict(zip(columns, given, strict=False)) if isinstance(given, list) else given
        answer = answers[place] if place < len(answers) else {}
        ids = (
            (told["eventId"], identity) if len(requests) == 1 else (f"{told['eventId']}/{place}", f"{identity}/{place}")
        )
        yield (
            *ids, moment, known.get("variant", ""), known.get("model_version", ""),
            known.get("shadow") == "true", json.dumps(request), json.dumps(_answer(answer)),
        )  # fmt: skip


def _records(side: Mapping[str, Any]) -> list[Any]:
    """Return the records or answers of one side of a capture."""
    data = side["data"]
    encoding = str(side.get("encoding", "JSON")).upper()
    if encoding == "BASE64":
        data, encoding = base64.b64decode(data).decode("utf-8"), _kind(side)
    if not data:
        return []
    if encoding == "CSV":
        rows = list(csv.reader(io.StringIO(data)))
        return [row[0] if len(row) == 1 else row for row in rows]
    if "jsonlines" in str(side.get("observedContentType", "")):
        return [json.loads(line) for line in data.splitlines() if line.strip()]
    found = json.loads(data)
    for name in ("instances", "predictions", "dataframe_records", "inputs"):
        if isinstance(found, dict) and isinstance(found.get(name), list):
            return list(found[name])
    return list(found) if isinstance(found, list) else [found]


def _kind(side: Mapping[str, Any]) -> str:
    return "CSV" if "csv" in str(side.get("observedContentType", "")) else "JSON"


def _answer(found: Any) -> dict[str, Any]:
    """Return an answer as wrangle gives one; another server's may be a bare number or label."""
    if not isinstance(found, dict):
        return {"status": "ok", "prediction": found}
    if "status" in found:
        return found
    return {"status": "ok", **found}


def statistics(profiles: Mapping[str, Profile], rows: int) -> dict[str, Any]:
    """Return statistics.json: what columns are like, in SageMaker's words."""
    return {
        "version": 0,
        "dataset": {"item_count": rows},
        "features": [_statistics(*each) for each in profiles.items()],
    }


def _statistics(name: str, found: Profile) -> dict[str, Any]:
    common = {"num_present": found.there, "num_missing": found.nulls}
    if found.kind == "number":
        bounds = [found.min, *found.edges, found.max]
        buckets = [
            {"lower_bound": low, "upper_bound": high, "count": count}
            for low, high, count in zip(bounds, bounds[1:], found.counts, strict=False)
        ]
        numbers = {"mean": found.mean, "std_dev": found.std, "min": found.min, "max": found.max}
        spread = {"kll": {"buckets": buckets}}
        of_numbers: dict[str, Any] = {"common": common, **numbers, "distribution": spread}
        return {"name": name, "inferred_type": "Fractional", "numerical_statistics": of_numbers}
    values = [{"value": value, "count": count} for value, count in found.values.items()]
    told = {"common": common, "distinct_count": found.distinct, "distribution": {"categorical": {"buckets": values}}}
    return {"name": name, "inferred_type": "String", "string_statistics": told}


def constraints(baseline: Baseline, threshold: float) -> dict[str, Any]:
    """Return constraints.json: what is expected of raw columns, in SageMaker's words."""
    return {
        "version": 0,
        "features": [_constraint(name, each) for name, each in baseline.raw.items()],
        "monitoring_config": {
            "evaluate_constraints": "Enabled",
            "emit_metrics": "Enabled",
            "distribution_constraints": {
                "perform_comparison": "Enabled",
                "comparison_threshold": threshold,
                "comparison_method": "Robust",
            },
        },
    }


def _constraint(name: str, found: Profile) -> dict[str, Any]:
    kind = {"number": "Fractional", "boolean": "Integral"}.get(found.kind, "String")
    told: dict[str, Any] = {
        "name": name,
        "inferred_type": kind,
        "completeness": found.there / found.rows if found.rows else 0.0,
    }
    if found.kind == "number":
        told["num_constraints"] = {"is_non_negative": found.min is not None and found.min >= 0}
    elif found.complete:
        told["string_constraints"] = {"domains": list(found.values)}
    return told


def violations(alarms: list[dict[str, Any]]) -> dict[str, Any]:
    """Return violations.json: alarms in SageMaker's words."""
    return {
        "violations": [
            {
                "feature_name": each.get("column") or each["about"],
                "constraint_check_type": CHECKS.get(each["measure"], "baseline_drift_check"),
                "description": each["says"],
            }
            for each in alarms
        ]
    }
