"""Reads lines of Amazon SageMaker's ground truth.

```json
{"groundTruthData": {"data": "1", "encoding": "CSV"}, "eventMetadata": {"eventId": "..."}, "eventVersion": "0"}
```

References
----------
Amazon SageMaker AI developer guide, "Ingest Ground Truth labels and merge them with predictions": `eventId` is the
inference id of the request, where it had one, else the event id of its capture.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from wrangle.captures.truth import Line, Refused


def is_sagemaker(value: Mapping[str, Any]) -> bool:
    """Tell whether an object is a line of SageMaker's ground truth."""
    return "groundTruthData" in value


def sagemaker_line(value: Mapping[str, Any], place: int) -> Line | Refused:
    """Return what a line of SageMaker's ground truth says.

    Examples
    --------
    >>> truth = {"groundTruthData": {"data": "1", "encoding": "CSV"}, "eventMetadata": {"eventId": "a"}}
    >>> sagemaker_line(truth, 7)
    Line(place=7, label='1', inference_id='a', key=None, time=None)
    """
    data, event = value.get("groundTruthData"), value.get("eventMetadata")
    if not isinstance(data, dict) or not isinstance(event, dict):
        return Refused(place, "is no line of SageMaker's ground truth: it needs `groundTruthData` and `eventMetadata`")
    id_ = event.get("inferenceId") or event.get("eventId")
    if not isinstance(id_, str):
        return Refused(place, "`eventMetadata` has no `eventId`")
    try:
        return Line(place, decoded(data), id_)
    except (ValueError, RecursionError):
        return Refused(place, f"`groundTruthData` cannot be read as {str(data.get('encoding'))[:20]}")


def decoded(data: Mapping[str, Any]) -> Any:
    """Return the data of a line by its encoding: CSV and BASE64 as text, JSON as its value.

    Raises
    ------
    ValueError
        It is not of its encoding.

    Examples
    --------
    >>> decoded({"data": "[1, 2]", "encoding": "JSON"}), decoded({"data": "MQ==", "encoding": "BASE64"})
    ([1, 2], '1')
    """
    text, encoding = data.get("data"), str(data.get("encoding", "CSV")).upper()
    if not isinstance(text, str):
        return text
    if encoding == "JSON":
        return json.loads(text)
    if encoding == "BASE64":
        return base64.b64decode(text, validate=True).decode()
    if encoding != "CSV":
        raise ValueError(f"there is no encoding {encoding[:20]!r}")
    return text.strip()
