"""Golden records: raw records of the test part with the answers that the bundle must give."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from wrangle.bundle.predictor import Predictor
from wrangle.errors import ArtefactError

MOST = 50
"""How many golden records a bundle has at most."""
POOL = 2_000
"""How many rows are looked at to find rejected ones and those with nulls."""
REJECTED, GAPS = 5, 5
"""How many rejected records, and records with nulls, are taken first."""
CLOSE = 1e-9
"""How far numbers may be off, relatively: another processor has other instructions for exp and sums, whose last bits
differ. Labels, states and reasons must be the same."""


def choose(predictor: Predictor, rows: pl.DataFrame, seed: int = 0) -> list[dict[str, Any]]:
    """Return golden records with their answers, drawn from raw rows by a seed.

    Rejected records and records with nulls are among them where there are any.

    Parameters
    ----------
    predictor : Predictor
    rows : polars.DataFrame, (rows, raw columns)
    seed : int
    """
    draw = Random(seed)  # noqa: S311  # no secret
    places = sorted(draw.sample(range(rows.height), min(POOL, rows.height)))
    records = [plain(row) for row in rows[places].to_dicts()]
    answers = predictor.answers(records)
    numbers = list(range(len(records)))
    draw.shuffle(numbers)
    rejected = [each for each in numbers if answers[each]["status"] == "rejected"]
    flagged = [each for each in numbers if answers[each]["status"] == "flagged"]
    gaps = [each for each in numbers if answers[each]["status"] != "rejected" and None in records[each].values()]
    fine = [each for each in numbers if answers[each]["status"] == "ok"]
    ranked = dict.fromkeys([*rejected[:REJECTED], *flagged[:REJECTED], *gaps[:GAPS], *fine, *flagged])
    taken = sorted(list(ranked)[:MOST])
    return [{"record": records[each], "answer": answers[each]} for each in taken]


def plain(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a raw record as JSON values: times as text, NaN as null.

    Examples
    --------
    >>> plain({"at": datetime(2013, 1, 1, 6), "depth": float("nan")})
    {'at': '2013-01-01T06:00:00', 'depth': None}
    """
    return {name: _plain(value) for name, value in record.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, (str, bool, int)):
        return value
    return value.isoformat() if isinstance(value, (date, datetime, time)) else str(value)


def replay(predictor: Predictor, golden: Sequence[Mapping[str, Any]], where: Path) -> None:
    """Refuse a bundle that does not answer its golden records as it did when it was made.

    Raises
    ------
    ArtefactError
        An answer differs: a label, a state or a reason at all, a number by more than `CLOSE`.
    """
    try:
        wanted = [each["answer"] for each in golden]
        answers = predictor.answers([each["record"] for each in golden])
    except (KeyError, TypeError) as error:
        raise ArtefactError(f"{where}: holds no golden records ({error!r}): train the model anew") from error
    for number, (one, other) in enumerate(zip(wanted, answers, strict=True), 1):
        place = difference(one, other)
        if place is not None:
            raise ArtefactError(
                f"{where}:{number}: the bundle answers otherwise than when it was made{place}: another version of a "
                "library, or a change, makes the difference: install what requirements.txt names, or train it anew"
            )


def difference(one: Any, other: Any, place: str = "") -> str | None:
    """Return where two answers differ, in words; None where they are the same.

    Examples
    --------
    >>> difference({"score": 1.0}, {"score": 1.0 + 1e-12})
    >>> difference({"score": 1.0}, {"score": 1.1})
    ', at score: 1.0 then, 1.1 now'
    """
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        found = (difference(each, other[name], f"{place}.{name}") for name, each in one.items())
        return next((each for each in found if each is not None), None)
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        found = (difference(each, other[number], f"{place}[{number}]") for number, each in enumerate(one))
        return next((each for each in found if each is not None), None)
    if _number(one) and _number(other):
        same = math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)
    else:
        same = type(one) is type(other) and one == other
    return None if same else f", at {place.lstrip('.') or 'the answer'}: {one!r} then, {other!r} now"


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
