"""The report of monitoring: one HTML page that needs nothing else, and a view for notebooks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wrangle.reports import wording
from wrangle.reports.figures import SERIES, figure
from wrangle.reports.notebook import COLOURS
from wrangle.reports.training import HERE, template

Json = Mapping[str, Any]
DRAWN = 16
"""Columns whose values are drawn, the worst first."""
LINES = 6
"""Columns in the trend of drift."""
PARTS = {"raw": "as sent", "clean": "after the rules", "prediction": "answer"}


def render(found: Json) -> str:
    """Return what monitoring found as a whole HTML page: no script, nothing fetched, all text from data escaped.

    Parameters
    ----------
    found : mapping
        What monitor.json holds.
    """
    page: str = template("monitoring.html.j2").render(
        found=found,
        verdict=verdict(found),
        trends=[(heading, _safe(svg), note) for heading, svg, note in _trends(found)],
        columns=_columns(found),
        drawn=[(heading, _safe(svg), note) for heading, svg, note in _drawn(found)],
        rules=_rules(found),
        parts=PARTS,
        style=_safe((HERE / "style.css").read_text(encoding="utf-8").rstrip()),
    )
    return page


def fragment(found: Json) -> str:
    """Return verdict, alarms and quality as an HTML fragment, for `_repr_html_`."""
    said = verdict(found)
    made: str = template("monitoring_notebook.html.j2").render(found=found, verdict=said, colour=COLOURS[said[0]])
    return made


def verdict(found: Json) -> tuple[str, str]:
    """Return whether all is fine, as a word (`yes`, `no` or `open`) and as a sentence.

    Examples
    --------
    >>> verdict({"alarms": [], "windows": [{"records": 500, "judged": True}]})
    ('yes', 'Fine: nothing is other than in training beyond what was allowed.')
    """
    count = len(found["alarms"])
    if count:
        return "no", f"{count} alarm{'s' * (count > 1)}."
    if not any(each["records"] for each in found["windows"]):
        return "open", "No record was captured: nothing can be told."
    if not any(each["judged"] for each in found["windows"]):
        return "open", "Too few records: nothing was compared."
    return "yes", "Fine: nothing is other than in training beyond what was allowed."


def _safe(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 is our own file or figure, with all text from data escaped


def _columns(found: Json) -> list[dict[str, Any]]:
    """Return a row for each column of each part, the worst first."""
    unknown = dict.fromkeys(("level", "psi", "noise", "js", "ks", "chi2", "nulls", "new", "histogram"))
    rows = [
        {**unknown, "name": name, "part": part, **measures}
        for part, columns in found["columns"].items()
        for name, measures in columns.items()
    ]
    order = {"alarm": 0, "told": 1, "fine": 2}
    return sorted(rows, key=lambda each: (order.get(each["level"], 2), -(each["psi"] or 0.0)))


def _rules(found: Json) -> list[dict[str, Any]]:
    """Return a row for each rate of each rule, those that changed most first."""
    rows = [
        {"label": label, "column": column, "rate": rate.replace("_", " "), **each}
        for label, columns in found["rules"].items()
        for column, rates in columns.items()
        for rate, each in rates.items()
    ]
    return sorted(rows, key=lambda each: -abs(each["now"] - each["baseline"]))[:40]


def _drawn(found: Json) -> Iterator[tuple[str, str, str]]:
    """Yield heading, diagram and note of the columns that drifted most."""
    rows = [each for each in _columns(found) if each["histogram"]][:DRAWN]
    for place, each in enumerate(rows):
        said = f"PSI {each['psi']:.2f}" if each["psi"] is not None else ""
        yield f"{each['name']}, {PARTS[each['part']]}", _bars(f"column{place}", each["name"], each["histogram"]), said


def _bars(name: str, column: str, bars: Json) -> str:
    def draw(axes: Any) -> None:
        places = range(len(bars["labels"]))
        axes.bar([each - 0.2 for each in places], bars["baseline"], 0.4, color=SERIES[0], label="training")
        axes.bar([each + 0.2 for each in places], bars["now"], 0.4, color=SERIES[1], label="now")
        axes.set_xticks(list(places), [_short(each) for each in bars["labels"]], rotation=60, ha="right", fontsize=7)
        axes.set(ylabel="Share")
        axes.legend()

    return figure(name, f"Shares of the values of {column}, in training and now", draw)


def _short(text: str) -> str:
    return text if len(text) <= 16 else f"{text[:15]}…"


def _trends(found: Json) -> Iterator[tuple[str, str, str]]:
    windows: Sequence[Json] = found["windows"]
    if len(windows) < 2:
        return
    for place, (name, metric) in enumerate(found["quality"].items()):
        points = [(n, each["quality"][name]) for n, each in enumerate(windows) if each["quality"].get(name)]
        points = [(n, each) for n, each in points if each["value"] is not None]
        if points:
            yield wording.title(name), _metric(f"metric{place}", name, points, metric), "Dashed: on the test part."
    worst = [(each["part"], each["name"]) for each in _columns(found) if each["psi"] is not None][:LINES]
    if worst:
        yield (
            "Drift",
            _psi(windows, worst),
            "PSI of the columns that are farthest from the training in the newest window.",
        )
    yield "Rejected records", _line("rejected", windows, "rejected", "Share"), "By window, oldest first."
    yield "Records", _line("records", windows, "records", "Records"), "By window; those with truth are dashed."


def _metric(place: str, name: str, points: Sequence[tuple[int, Json]], metric: Json) -> str:
    def draw(axes: Any) -> None:
        numbers = [n for n, _ in points]
        axes.plot(numbers, [each["value"] for _, each in points], color=SERIES[0], marker="o", markersize=3)
        known = [(n, each) for n, each in points if each["low"] is not None]
        if known:
            low, high = ([each[end] for _, each in known] for end in ("low", "high"))
            axes.fill_between([n for n, _ in known], low, high, color=SERIES[0], alpha=0.2)
        if metric.get("baseline") is not None:
            axes.axhline(metric["baseline"], color=SERIES[1], linestyle="--", linewidth=1)
        axes.set(xlabel="Window", ylabel=wording.title(name))

    return figure(place, f"{wording.title(name)} by window", draw)


def _psi(windows: Sequence[Json], worst: Sequence[tuple[str, str]]) -> str:
    def draw(axes: Any) -> None:
        for colour, (part, name) in zip(SERIES, worst, strict=False):
            points = [(n, each["psi"].get(part, {}).get(name)) for n, each in enumerate(windows)]
            known = [(n, value) for n, value in points if value is not None]
            label = f"{name}, {PARTS[part]}"
            axes.plot([n for n, _ in known], [value for _, value in known], color=colour, label=label, marker=".")
        axes.set(xlabel="Window", ylabel="PSI", ylim=(0, None))
        axes.legend(fontsize=7)

    return figure("drift", "Population stability index of columns by window", draw)


def _line(name: str, windows: Sequence[Json], key: str, label: str) -> str:
    def draw(axes: Any) -> None:
        axes.plot([each[key] for each in windows], color=SERIES[0], marker=".")
        if key == "records":
            axes.plot([each["labelled"] for each in windows], color=SERIES[1], linestyle="--")
        axes.set(xlabel="Window", ylabel=label, ylim=(0, None))

    return figure(name, f"{label} by window", draw)
