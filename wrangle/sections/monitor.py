"""What `monitor:` in a rule file says: what of the served records is compared, when it is an alarm, when to retrain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, model_validator

from wrangle.expressions.durations import microseconds
from wrangle.sections.base import Section
from wrangle.steps.options import Scalar


def _duration(text: str) -> str:
    microseconds(text)
    return text


Duration = Annotated[str, AfterValidator(_duration)]
"""How long something lasts: `3h`, `7d`."""
Count = Annotated[int, Field(ge=1)]
"""At least one."""
Names = tuple[str, ...]
"""Columns, by name: raw ones, or those that the model is asked with."""

_TERM = re.compile(r"\s*([A-Za-z_]\w*)\s*(?:(<=|>=|<|>)\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\s*)?")
KINDS = ("alarm", "drift", "prediction", "rule", "schema", "rejections", "quality")
"""What may be said in `when:` without a comparison: that there is an alarm of this kind; `alarm`: of any."""


def terms(condition: str) -> tuple[tuple[str, str, float], ...]:
    """Return the parts of a condition, joined by `and`: name, comparison, number; a kind of alarm is a name alone.

    Raises
    ------
    ValueError
        It is no condition; the message says how to write one.

    Examples
    --------
    >>> terms("drift and roc_auc < 0.88")
    (('drift', '', 0.0), ('roc_auc', '<', 0.88))
    """
    return tuple(_term(each) for each in re.split(r"\band\b", condition))


def _term(text: str) -> tuple[str, str, float]:
    found = _TERM.fullmatch(text)
    said = f"{text.strip()!r} is no condition: write a kind of alarm ({', '.join(KINDS)}), `roc_auc < 0.88`, or"
    said += " `labelled >= 5000`"
    if found is None or (found[2] is None and found[1] not in KINDS):
        raise ValueError(said)
    try:
        return found[1], found[2] or "", float(found[3] or 0)
    except ValueError:
        raise ValueError(said) from None


def _condition(text: str) -> str:
    terms(text)
    return text


class Window(Section):
    """Which records are looked at together."""

    records: Count | None = None
    """How many records a window has: 1000 where neither this nor `time` is given."""

    time: Duration | None = None
    """How long a window is, by the time of the answers: `1d`, `7d`; the first begins at midnight UTC."""

    recent: Count = 1
    """How many of the newest windows may raise the alarm; older ones are shown beside them."""

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Window:
        if self.records is not None and self.time is not None:
            raise ValueError("a window is of so many `records` or of so much `time`: leave one of them out")
        return self

    @property
    def size(self) -> int:
        """How many records a window has that is not of a time."""
        return self.records or 1000


class Drift(Section):
    """When records are other than those of the training."""

    columns: Names | Literal["all"] = "all"
    """The raw columns and features that are compared; all where none are named."""

    without: Names = ()
    """Columns that are not compared: keys, and what is new by its nature."""

    by: Names = ()
    """Columns by whose values the others are compared apart as well, so that one station that went wrong is found among
    many; those of `train: slices` where none are named. Taken when training."""

    threshold: Annotated[float, Field(gt=0)] = 0.2
    """From which population stability index on it is an alarm, where noise alone would not give as much."""

    warn: Annotated[float, Field(gt=0)] = 0.05
    """From which on it is told, without an alarm."""

    rate: Annotated[float, Field(gt=0)] = 0.2
    """By how much a rate (nulls, new values, hits of a rule, rejections) must have changed, as Cohen's h: 0.2 is 0 to
    1 %, 5 to 10 %, or 50 to 60 %."""

    alpha: Annotated[float, Field(gt=0, lt=1)] = 0.01
    """How often a window without any drift may raise an alarm, all columns and rules together."""

    minimum: Count = 500
    """Records below which a window is not judged."""

    in_a_row: Count = 1
    """How many windows running must show the same before it is an alarm."""


class Quality(Section):
    """When the model is not as good any more as on its test part, by the truth that has come."""

    metrics: Names = ()
    """What is measured; `train: metrics` where none are named."""

    by: Names = ()
    """Columns by whose values it is measured apart as well; those of `train: slices` where none are named."""

    minimum: Count = 200
    """Records with truth below which a window or slice is not judged."""

    drop: Annotated[float, Field(ge=0)] = 0.05
    """By how much a metric must be worse than on the test part, beyond what chance explains: in its own unit where it
    is at most 1 there, else as a share of it."""

    alpha: Annotated[float, Field(gt=0, lt=1)] = 0.01
    """How often a window without any change may raise an alarm, all metrics and slices together."""


class Truth(Section):
    """How what came true finds the records that it is about."""

    shorthand: ClassVar[str] = "label"

    label: str | None = None
    """The column of the truth that holds what came true; the target's name where none is given."""

    key: Names = ()
    """Raw columns that say which record the truth is about, where it has no inference id; a time among them where they
    come back. All answers about it get the label."""

    time: str | None = None
    """The column of the truth that says when it came to be true."""

    within: Duration | None = None
    """How long after the answer the truth may come; later it is counted as late, and used all the same."""

    positive: Scalar | None = None
    """For two classes: how the truth spells the class that is looked for, where its labels are not those of the
    training."""


class Holdout(Section):
    """The newest records with truth, on which champion and challenger are compared, and nothing is trained."""

    fraction: Annotated[float, Field(gt=0, lt=1)] | None = None
    """A share of the records with truth: 0.25 where nothing is given."""

    records: Count | None = None
    """So many records with truth."""

    time: Duration | None = None
    """The records with truth of the newest so long a time."""

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Holdout:
        if sum(each is not None for each in (self.fraction, self.records, self.time)) > 1:
            raise ValueError("the hold-out is a `fraction`, so many `records`, or a `time`: name one of them")
        return self


class Retrain(Section):
    """When a challenger is trained, and when it takes the champion's place."""

    when: tuple[Annotated[str, AfterValidator(_condition)], ...] = ("quality",)
    """Conditions, any of which is enough: a kind of alarm (`drift`, `quality`, `alarm` for any), a metric by the truth
    (`roc_auc < 0.88`), a count (`labelled >= 5000`: records with truth that the champion was not trained on),
    the days since the champion was trained (`age >= 30`), or several joined by `and`."""

    metric: str | None = None
    """What decides; the first of `train: metrics` where none is given."""

    margin: Annotated[float, Field(ge=0)] = 0.0
    """By how much the challenger must be better than the champion on the hold-out: the lower end of the 95 % interval
    of the difference must be as much (paired bootstrap)."""

    tolerate: Mapping[str, Annotated[float, Field(ge=0)]] = {}
    """Metric -> by how much it may get worse. A metric that is not named here may not get worse at all, as far as can
    be told from chance: the 95 % interval of the difference may not lie below 0 as a whole."""

    fresh: Count = 1
    """How many records with truth must have come since the last challenger was judged before another is trained."""

    holdout: Holdout = Holdout()
    """The newest records with truth, on which both are compared."""

    minimum: Count = 200
    """Records with truth that the hold-out must have."""

    since: Duration | None = None
    """How far back captured records are trained on; all of them where nothing is given."""

    keep: Annotated[int, Field(ge=0)] = 5
    """How many challengers that were not promoted stay in the deployment, the newest; decisions stay all."""


class Monitor(Section):
    """Watch what is served: against the training, and against the truth."""

    window: Window = Window()
    """Which records are looked at together."""

    drift: Drift = Drift()
    """When records are other than those of the training."""

    quality: Quality = Quality()
    """When the model is not as good any more as on its test part."""

    truth: Truth = Truth()
    """How what came true finds the records that it is about."""

    retrain: Retrain = Retrain()
    """When a challenger is trained, and when it takes the champion's place."""
