"""Reads one line of truth: which of its columns hold what, and what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from wrangle.captures.truth import Line, Refused
from wrangle.captures.truth_sagemaker import is_sagemaker, sagemaker_line
from wrangle.errors import SourceError, did_you_mean

IDS = ("inference_id", "inferenceId", "InferenceId", "eventId", "id")
"""What the column of the inference id is called where nobody says."""
TIMES = ("label_time", "truth_time")
"""What the column is called that says when a label came to be true."""


@dataclass(frozen=True)
class Columns:
    """Which columns of the truth hold what."""

    id: str | None = None
    """The inference id."""
    label: str | None = None
    """What came to be true."""
    time: str | None = None
    """When it came to be true."""
    key: tuple[str, ...] = ()
    """Raw columns that say which record is meant, where there is no inference id."""
    labels: tuple[str, ...] = ("label",)
    """What the column of the label is called where nobody says."""

    def within(self, names: Sequence[str], where: str) -> Columns:
        """Return the columns that hold what in a table of these columns.

        Raises
        ------
        SourceError
            A column is not there; the message names the closest.
        """
        label = self.label or next((each for each in self.labels if each in names), None)
        if label is None:
            raise SourceError(f"{where}: has no column {' or '.join(self.labels)}: name that of the label by `--label`")
        id_ = self.id or next((each for each in IDS if each in names and each != label), None)
        time = self.time or next((each for each in TIMES if each in names), None)
        key = () if self.id is not None or (id_ is not None and not set(self.key) <= set(names)) else self.key
        if id_ is None and not key:
            raise SourceError(
                f"{where}: has no column {IDS[0]}: name that of the inference id by `--id`, or the raw columns that "
                "say which record is meant by `--key` or `monitor: truth: key`"
            )
        for name in (label, *(key or filter(None, (id_,))), *filter(None, (time,))):
            if name not in names:
                raise SourceError(f"{where}: has no column {name!r}: {did_you_mean(name, names)}")
        return Columns(None if key else id_, label, time, key)


def object_line(value: Any, place: int, columns: Columns) -> Line | Refused:
    """Return what an object says: one of ours, or of SageMaker's ground truth.

    Examples
    --------
    >>> object_line({"inference_id": "a", "label": 1}, 1, Columns())
    Line(place=1, label=1, inference_id='a', key=None, time=None)
    """
    if not isinstance(value, dict):
        return Refused(place, "is no JSON object")
    if is_sagemaker(value):
        return sagemaker_line(value, place)
    try:
        held = columns.within(list(value), "the line")
    except SourceError as error:
        return Refused(place, str(error).removeprefix("the line: "))
    return line_of(value, place, held)


def line_of(row: Mapping[str, Any], place: int, held: Columns) -> Line | Refused:
    """Return what a row says."""
    assert held.label is not None
    try:
        moment = None if held.time is None else _moment(row[held.time])
    except ValueError:
        return Refused(place, f"{held.time} is no time: write 2026-05-01T12:00:00+00:00")
    label = _plain(row[held.label])
    if held.key:
        return Line(place, label, None, {name: row[name] for name in held.key}, moment)
    id_ = None if held.id is None else row[held.id]
    return Line(place, label, None if id_ is None else str(id_), None, moment)


def _plain(value: Any) -> Any:
    """Return a label as a JSON value: those of databases may be of other types."""
    if value is None or isinstance(value, (str, bool, int, float, dict, list)):
        return value
    try:
        return float(value)  # Decimal
    except (TypeError, ValueError):
        return str(value)


def _moment(value: Any) -> datetime | None:
    """Return a time; one without a zone is of UTC."""
    if value is None:
        return None
    if isinstance(value, datetime):
        found = value
    elif isinstance(value, date):
        found = datetime(value.year, value.month, value.day, tzinfo=UTC)
    else:
        found = datetime.fromisoformat(str(value).strip())
    return found if found.tzinfo else found.replace(tzinfo=UTC)
