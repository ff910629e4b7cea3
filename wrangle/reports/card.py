"""The model card: what a model is for, how good it is and where it comes from, in Markdown, filled from facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wrangle.reports import wording
from wrangle.reports.facts import ReportFacts
from wrangle.reports.training import origin
from wrangle.reports.wording import measured, number, title

SLICES = 10
"""Slices that are told, the worst ones."""


def card(facts: ReportFacts) -> str:
    """Return the model card in Markdown. Text from data is escaped, so that it stays text.

    Parameters
    ----------
    facts : ReportFacts
    """
    sections = {
        "Intended use": _use(facts),
        "How good it is": _metrics(facts),
        "Where it is weak": _slices(facts),
        "Limits and warnings": _warnings(facts),
        "Data and split": _data(facts),
        "Where it comes from": _origin(facts),
        "How to make it again": _again(facts),
    }
    lines = [f"# {escaped(facts.name)}", ""]
    for heading, found in sections.items():
        if said := list(found):
            lines += [f"## {heading}", "", *said, ""]
    return "\n".join(lines)


def escaped(text: Any) -> str:
    r"""Return text in which nothing is Markdown or HTML, in one line.

    Examples
    --------
    >>> escaped("a|b *c* <script> _d_ roc_auc")
    'a\\|b \\*c\\* \\<script\\> \\_d\\_ roc_auc'
    """
    return re.sub(r"([\\`*\[\]<>|#~&$]|(?<![^\W_])_|_(?![^\W_]))", r"\\\1", " ".join(str(text).split()))


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    r"""Return a table in Markdown; its cells are escaped.

    Examples
    --------
    >>> table(["a", "b"], [[1, "x|y"]])
    ['| a | b |', '| --- | --- |', '| 1 | x\\|y |']
    """
    lines = [list(head), ["---"] * len(head)]
    lines += [[escaped(cell) for cell in row] for row in rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def _use(facts: ReportFacts) -> Iterator[str]:
    if facts.description:
        yield escaped(facts.description)
        yield ""
    yield f"{escaped(wording.task(facts))}. It answers for rows like those that it was trained on, and no others."
    if facts.metrics.get("threshold") is not None:
        positive = escaped(facts.metrics["positive"])
        yield f"The answer is {positive} from a probability of {number(facts.metrics['threshold'])} on."


def _metrics(facts: ReportFacts) -> Iterator[str]:
    metrics = facts.metrics
    test = metrics["metrics"]["test"]
    others = [kind for kind in ("baseline", "champion") if metrics.get(kind)]
    yield f"**{wording.verdict(facts)[1]}**"
    yield ""
    yield from (f"- {escaped(each['text'])}" for each in metrics["verdicts"])
    yield ""
    yield from table(
        ["Metric", "better is", "test", *others],
        (
            [
                title(name),
                better,
                measured(test[name]),
                *(measured(metrics[kind]["metrics"].get(name)) for kind in others),
            ]
            for name, better in metrics["better"].items()
            if name in test
        ),
    )
    yield ""
    yield f"On {number(metrics['rows']['test'])} test rows. Intervals: {escaped(metrics['intervals'])}."
    if metrics["compared"]:
        deciding = metrics["deciding"]
        yield ""
        yield from table(
            ["Compared with", "what it is", title(deciding), "this model is better by"],
            (
                [
                    each["name"],
                    each["note"],
                    measured(each["metrics"].get(deciding)),
                    measured(each["ours_is_better_by"].get(deciding)),
                ]
                for each in metrics["compared"]
            ),
        )


def _slices(facts: ReportFacts) -> Iterator[str]:
    metrics = facts.metrics
    told = [each for each in metrics["slices"] if each["value"] is not None][:SLICES]
    if told:
        yield from table(
            ["Column", "value", "rows", title(metrics["deciding"])],
            ([each["column"], each["slice"], number(each["rows"]), measured(each)] for each in told),
        )
        yield ""
        yield f"The worst {len(told)} of {len(metrics['slices'])} slices."


def _warnings(facts: ReportFacts) -> Iterator[str]:
    metrics = facts.metrics
    yield from (f"- leak: {escaped(each['text'])}" for each in metrics["leaks"])
    yield from (f"- {escaped(each['text'])}" for each in metrics["remarks"])
    if not metrics["leaks"] and not metrics["remarks"]:
        yield "Nothing was found wrong. That is no proof that nothing is."


def _data(facts: ReportFacts) -> Iterator[str]:
    yield from (f"- {escaped(name)}, SHA-256 `{digest}`" for name, digest in wording.sources(facts))
    yield from (f"- split, {escaped(name)}: {escaped(value)}" for name, value in _flat(facts.split))
    for part, counts in facts.rows.items():
        said = (
            ", ".join(f"{number(count)} {name}" for name, count in counts.items()) if isinstance(counts, dict) else ""
        )
        yield f"- rows, {escaped(part)}: {escaped(said or number(counts))}"


def _flat(split: Any) -> Iterator[tuple[str, Any]]:
    for name, value in split.items():
        if isinstance(value, dict):
            yield from ((f"{name} {key}", each) for key, each in value.items())
        elif value is not None:
            yield name, value


def _origin(facts: ReportFacts) -> Iterator[str]:
    yield from (f"- {name}: {escaped(value)}" for name, value in origin(facts))


def _again(facts: ReportFacts) -> Iterator[str]:
    file = f"rules/{facts.rules.get('file') or 'RULES.yaml'}"
    yield "The same rule file, data and seed give the same metrics:"
    yield ""
    yield "```sh"
    yield "pip install -r requirements.txt"
    yield f"wrangle train {_quoted(file)} --data DATA --out FOLDER"
    yield "```"


def _quoted(path: str) -> str:
    import shlex

    return shlex.quote(" ".join(path.split()).replace("`", ""))
