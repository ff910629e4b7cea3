"""Captures as lines of Amazon SageMaker's data capture, for the tools that read those."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import polars as pl

JSON = "application/json"


def sagemaker_lines(frame: pl.DataFrame) -> Iterator[str]:
    """Yield a line of SageMaker's data capture for each row of a frame of captures.

    The line's `eventMetadata` also holds variant and model version, as custom attributes.

    Parameters
    ----------
    frame : polars.DataFrame, (captures, columns of `wrangle.captures.read.SCHEMA`)

    References
    ----------
    Amazon SageMaker AI developer guide, "Capture data from real-time endpoint": the output is a JSON object a line,
    with `captureData`, `eventMetadata` and `eventVersion`.
    """
    for row in frame.iter_rows(named=True):
        yield json.dumps(_line(row), ensure_ascii=False)


def _line(row: dict[str, Any]) -> dict[str, Any]:
    attributes = [f"variant={row['variant']}", f"model_version={row['model_version']}"]
    if row["shadow"]:
        attributes.append("shadow=true")
    return {
        "captureData": {
            "endpointInput": _side("INPUT", row["request"]),
            "endpointOutput": _side("OUTPUT", row["answer"]),
        },
        "eventMetadata": {
            "eventId": row["id"],
            "inferenceId": row["inference_id"],
            "customAttributes": attributes,
            "inferenceTime": row["time"].strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
        "eventVersion": "0",
    }


def _side(mode: str, data: str) -> dict[str, str]:
    return {"observedContentType": JSON, "mode": mode, "data": data, "encoding": "JSON"}
