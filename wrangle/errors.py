"""Every exception that wrangle raises on purpose.

```
WrangleError
├── RuleFileError        the rule file has faults; `faults` lists all of them, each with its place
├── SourceError          data cannot be read as asked: missing, empty, wrong encoding, wrong shape
├── SchemaError          the data's columns are not those that the rule file speaks of
├── OutputError          the output folder cannot be written; the earlier output is intact
├── RunFailedError       a step or check with `otherwise: fail` met data that it refuses
│   └── TooManyRejectedError  more rows were rejected than `quarantine: max_fraction` allows
├── ClusterError         a cluster cannot be reached, or cannot do what is asked of it
│   └── LostError        what only a lost worker had is gone: do it again
├── ReplayError          rejected rows cannot be run again by themselves: run the rule file over all data
├── RecordRejectedError  a step or check rejects a record at serving
├── RequestError         a request to the server is refused: HTTP status, code and a sentence for the caller
├── ConservationError    rows read != written + quarantined + dropped: a bug of ours, please report
├── NotFittedError       something learned is needed; call `fit` first
├── ArtefactError        a saved pipeline or bundle is damaged, foreign or of another version
├── TrainingError        a model cannot be trained as asked: target, features, split, estimator or metric do not fit
├── DeploymentError      a deployment cannot be read, changed or served as asked
│   └── UnknownVariantError  a request asks for a variant that the deployment does not have
├── RetrainError         a deployment cannot be retrained as asked
│   ├── TooFewError      there are too few records with truth to judge a challenger by
│   └── LockedError      another cycle of the same deployment is under way
├── CaptureError         a request and its answer could not be kept, or kept ones cannot be read
└── StatisticError       a statistic cannot be computed from this data (all null, too many values)
```

Each message says where, what, and what to do about it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wrangle.secret import hidden


class WrangleError(Exception):
    """Base of all errors that wrangle raises on purpose: catch it to catch them all."""

    def __str__(self) -> str:
        return hidden(super().__str__())


@dataclass(frozen=True)
class Place:
    """Where in a file something stands; line and column count from 1."""

    file: Path | None
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file or '<text>'}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a rule file: its place, what it is, the source line, and what to do."""

    what: str
    place: Place | None = None
    line: str = ""
    help: str = ""

    def __str__(self) -> str:
        text = f"{self.place}: {self.what}" if self.place else self.what
        if self.place and self.line.strip():
            caret = " " * (self.place.column - 1) + "^"
            text += f"\n    {self.line.rstrip()}\n    {caret}"
        return text + (f"\n  help: {self.help}" if self.help else "")


class RuleFileError(WrangleError):
    """The rule file has faults. Mend each place named in `faults`; `wrangle check` shows them all."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class SourceError(WrangleError):
    """Data cannot be read as asked. The message names the file, the place in it and the option to set."""


class SchemaError(WrangleError):
    """The data's columns are not those that the rule file speaks of. Mend the contract or the data."""


class OutputError(WrangleError):
    """The output cannot be written. The earlier output, if there was one, is untouched."""


class RunFailedError(WrangleError):
    """A step or check with `otherwise: fail` met data that it refuses. No output was published."""


class TooManyRejectedError(RunFailedError):
    """More rows were rejected than `quarantine: max_fraction` allows. Look at the quarantine, mend rules or source."""


class ClusterError(WrangleError):
    """A cluster cannot be reached, lost its workers, or cannot do what is asked of it. The message says what to do."""


class LostError(ClusterError):
    """What only a lost worker had is gone, or the scheduler is. Run again."""


class ReplayError(WrangleError):
    """Rejected rows cannot be run again by themselves. Run the rule file over all data; the message says why."""


class RecordRejectedError(WrangleError):
    """A step or check rejects a record. The message names it and the value; tell the client."""


class RequestError(WrangleError):
    """A request to the server is refused. The caller is told status, code and sentence; mend the request by them."""

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None, fields: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        self.status = status
        """The HTTP status."""
        self.code = code
        """A word for programs: `schema_violation`."""
        self.headers = dict(headers or {})
        """Further headers of the answer."""
        self.fields = tuple(fields)
        """The fields of the record that do not fit."""


class ConservationError(WrangleError):
    """Rows read are not rows written + quarantined + dropped. This is a bug of wrangle: please report it."""


class NotFittedError(WrangleError):
    """Something learned from data is needed here. Call `fit`, or load a fitted pipeline."""


class ArtefactError(WrangleError):
    """A saved pipeline or bundle is damaged, foreign or of another version. Save it anew with this version."""


class TrainingError(WrangleError):
    """A model cannot be trained as asked. The message names what does not fit, and what to change in `train:`."""


class DeploymentError(WrangleError):
    """A deployment cannot be read, changed or served as asked. What is being served goes on."""


class UnknownVariantError(DeploymentError):
    """A request asks for a variant that the deployment does not have. The message names those it has."""


class RetrainError(WrangleError):
    """A deployment cannot be retrained as asked. What is being served goes on."""


class TooFewError(RetrainError):
    """There are too few records with truth to judge a challenger by. Wait for more, or change `holdout`, `minimum`."""


class LockedError(RetrainError):
    """Another cycle of the same deployment is under way. It does what was asked for; come again later."""


class CaptureError(WrangleError):
    """A request and its answer could not be kept, or kept ones cannot be read. The message names the store."""


class StatisticError(WrangleError):
    """A statistic cannot be computed from this data; the message names column and reason."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a sentence that names the closest of the known names, or lists them when few.

    Examples
    --------
    >>> did_you_mean("colunm", ["column", "names"])
    "did you mean 'column'?"
    >>> did_you_mean("zzz", ["column", "names"])
    'known are: column, names'
    """
    names = list(dict.fromkeys(known))
    close = difflib.get_close_matches(name, names, n=3, cutoff=0.6)
    folded = {each.casefold(): each for each in names}
    if not close and name.casefold() in folded:
        close = [folded[name.casefold()]]
    if close:
        return "did you mean " + " or ".join(repr(each) for each in close) + "?"
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"known are: {shown}" if names else ""
