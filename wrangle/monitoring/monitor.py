"""Looks at what was served of one model: the verdict, its reasons, and the files that tell them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from wrangle.bundle.bundle import json_text
from wrangle.drift.baseline import Baseline
from wrangle.monitoring.cutting import CHUNK, windows
from wrangle.monitoring.judging import Judge
from wrangle.monitoring.looking import Looking, Seen
from wrangle.monitoring.quality import Measuring, Quality
from wrangle.monitoring.reading import Reader, Records, captured
from wrangle.monitoring.sagemaker import constraints, statistics, violations
from wrangle.monitoring.told import Told, alarms_of, document
from wrangle.monitoring.truth import labelled_of
from wrangle.monitoring.watched import Watched, watched
from wrangle.secret import hidden
from wrangle.sources.output import OutputFolder

FILE = "monitor.json"


@dataclass(frozen=True)
class Monitored:
    """What monitoring found. `found` is what monitor.json holds; in a notebook it shows the verdict and the alarms."""

    found: Mapping[str, Any]
    folder: Path
    """Where `save` writes if nothing else is said."""
    baseline: Baseline = field(repr=False)
    threshold: float = 0.2

    @property
    def alarms(self) -> list[dict[str, Any]]:
        """The alarms, what is nearest to the cause first."""
        return list(self.found["alarms"])

    @property
    def is_fine(self) -> bool:
        """Whether there are records, and no alarm."""
        return bool(self.found["verdict"] == "fine")

    @property
    def is_empty(self) -> bool:
        """Whether no record was captured of this model in the time that was asked for: nothing can be told."""
        return bool(self.found["verdict"] == "empty")

    @property
    def report(self) -> str:
        """The report as one self-contained HTML page."""
        from wrangle.reports.monitoring import render

        return render(self.found)

    def save(self, folder: str | Path | None = None) -> Path:
        """Write monitor.json, report.html and SageMaker's three files; whole or not at all.

        Raises
        ------
        OutputError
            The folder cannot be written, or holds something else.
        """
        texts = {
            FILE: json_text(self.found),
            "report.html": self.report,
            "statistics.json": json_text(statistics(self.baseline.raw, self.baseline.rows)),
            "constraints.json": json_text(constraints(self.baseline, self.threshold)),
            "violations.json": json_text(violations(self.alarms)),
        }
        with OutputFolder(self.folder if folder is None else folder, sign=FILE) as output:
            for name, text in texts.items():
                (output.path / name).write_text(hidden(text), encoding="utf-8")
        return output.target

    def __str__(self) -> str:
        found = self.found
        window = found["window"]
        when = f", {window['since']} to {window['until']}" if window["since"] else ""
        head = f"{found['name']} {found['model_version'][:12]}: {found['verdict']}; {window['records']:,} records in "
        head += f"{len(found['windows']):,} windows{when}; {window['labelled']:,} with truth"
        lines = [f"  ALARM {each['kind']:10} {each['says']}" for each in found["alarms"]]
        for each in found["alarms"]:
            if each["examples"]:
                lines[found["alarms"].index(each)] += f" (for example {'; '.join(each['examples'][:3])})"
        quality = [
            f"  {name}: {each['value']:.4f}, {each['baseline']:.4f} on the test part"
            for name, each in found["quality"].items()
            if each["value"] is not None and each["baseline"] is not None
        ]
        told = [f"  told  {each['kind']:10} {each['says']}" for each in found["told"]]
        return "\n".join([head, *lines, *quality, *told, *(f"  note: {each}" for each in found["notes"])])

    def _repr_html_(self) -> str:
        from wrangle.reports.monitoring import fragment

        return fragment(self.found)


def monitor(
    target: str | Path,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    captures: str | None = None,
    rules: Path | None = None,
    variant: str | None = None,
) -> Monitored:
    """Compare what was served with the training, and answers with the truth.

    Parameters
    ----------
    target : path
        A deployment's folder, or a bundle's.
    since, until : datetime, optional
        With a time zone: the first moment that counts, and the first that does not any more.
    captures : str, optional
        Where they are, in place of the deployment's own: a store's address, or a file or folder of SageMaker's data
        capture.
    rules : Path, optional
        A rule file whose `monitor:` section counts, in place of the bundle's.
    variant : str, optional
        Which of a deployment's models; the first where none is named.

    Returns
    -------
    Monitored

    Raises
    ------
    DeploymentError, ArtefactError, RuleFileError, CaptureError
        Something cannot be read, or the bundle has no baseline; the message says what to do.
    """
    return monitored(watched(target, captures, rules, variant), since, until)


def monitored(found: Watched, since: datetime | None = None, until: datetime | None = None) -> Monitored:
    """Return what is found of a model that is watched; see `monitor`."""
    section = found.section
    looking = Looking(found)
    judge = Judge(found.baseline, section.drift, looking.made_of, section.window.recent)
    seen = list(windows(_records(found, since, until), section.window, looking.look))
    labelled = labelled_of(found, since, until)
    measuring = Measuring(found, labelled)
    spans = _spans(seen)
    told = [
        _told(each, judge, measuring.measure(measuring.places(*span), judged=False), section.drift.minimum)
        for each, span in zip(seen, spans, strict=True)
    ]
    alarms, others = alarms_of(told, section.window.recent, section.drift.in_a_row)
    newest = next((each for each in reversed(told) if each.judged is not None), None)
    quality = measuring.measure(measuring.newest(spans), judged=True)
    made = document(
        name=found.bundle.name,
        digest=found.bundle.digest,
        windows=told,
        alarms=alarms,
        told=others,
        newest=newest,
        quality=quality,
        baseline=found.baseline,
        notes=(*_notes(found, seen, newest, quality), *_learned(labelled.learned)),
    )
    return Monitored(made, found.folder, found.baseline, section.drift.threshold)


def _records(found: Watched, since: datetime | None, until: datetime | None) -> Iterator[Records]:
    reader = Reader(found.rules.schema, found.bundle.model)
    columns = found.rules.schema.names()
    for frame in captured(found.store, found.bundle.digest, since, until, columns=columns, rows=CHUNK):
        yield reader.read(frame)


def _spans(seen: Sequence[Seen]) -> list[tuple[datetime, datetime]]:
    """Return from when and before when answers count to each window.

    Records of one request have one time: where a border cuts them, all of them count to the later window.
    """
    starts = [each.since for each in seen if each.since is not None]
    ends = [each.until for each in seen[-1:] if each.until is not None]
    return list(zip(starts, [*starts[1:], *(end + timedelta(microseconds=1) for end in ends)], strict=True))


def _told(seen: Seen, judge: Judge, quality: Quality, minimum: int) -> Told:
    """Return a window with what was found; it is judged if it has enough records."""
    judged = judge.judge(seen) if seen.rows >= minimum else None
    return Told(seen, judged, quality if quality.labelled else Quality())


def _notes(found: Watched, seen: list[Seen], newest: Told | None, quality: Quality) -> Iterator[str]:
    rows = sum(each.rows for each in seen)
    if not rows:
        yield (
            "no record of this model was captured in the time that is looked at: ask a server of the deployment, look "
            "whether `serve: capture` is off, or say another time"
        )
    elif newest is None:
        yield (
            f"{rows:,} records were captured of this model, and no window has {found.section.drift.minimum}: "
            "nothing was compared with the training"
        )
    masked = sorted(frozenset().union(*(each.masked for each in seen)))
    if masked:
        yield f"not compared, as they are masked: {', '.join(masked)}, and what the rules make of them"
    if rows and quality.labelled < found.section.quality.minimum:
        minimum = found.section.quality.minimum
        yield f"{quality.labelled:,} records have their truth: quality is judged from {minimum} on"


def _learned(count: int) -> Iterator[str]:
    if count:
        yield f"{count:,} records with truth do not count: the model had learned from them before they were asked again"
