"""Diagrams as inline SVG, drawn by matplotlib, in the colours of the page that they stand in."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wrangle.reports.wording import number, title

Json = Mapping[str, Any]
INK, FAINT = "#010203", "#040506"
SERIES = ("#0a0b01", "#0a0b02", "#0a0b03", "#0a0b04", "#0a0b05", "#0a0b06")
"""Colours that stand for those of the page: the SVG takes them from its style sheet, so light and dark both read."""
_PAGE = {INK: "var(--ink)", FAINT: "var(--faint)"} | {
    colour: f"var(--series-{place})" for place, colour in enumerate(SERIES, start=1)
}
_SETTINGS: Any = {
    "svg.fonttype": "none",  # text stays text: small, and in the page's font
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
    "font.size": 9,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.titlesize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": FAINT,
    "grid.alpha": 0.35,
    "grid.linewidth": 0.5,
    "legend.frameon": False,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "savefig.transparent": True,
}


def figure(name: str, said: str, draw: Callable[[Any], None], *, width: float = 4.2, height: float = 3.2) -> str:
    """Return a diagram as an SVG element.

    Parameters
    ----------
    name : str
        Of the diagram, unique on its page.
    said : str
        What it shows, for those who cannot see it.
    draw : callable
        Draws on matplotlib axes.
    width, height : float
        In inches.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    out = io.StringIO()
    with mpl.rc_context(_SETTINGS | {"svg.hashsalt": name}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")  # the browser has fonts that matplotlib lacks
        made = Figure((width, height), layout="constrained")
        FigureCanvasSVG(made)
        draw(made.add_subplot())
        made.savefig(out, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    return _inline(out.getvalue(), name, said)


def _inline(text: str, name: str, said: str) -> str:
    """Return an SVG document as an element of a page: its ids its own, its colours and fonts those of the page."""
    from xml.etree import ElementTree as ET

    root = ET.fromstring(text)  # noqa: S314 is what matplotlib just wrote
    for parent in root.iter():
        for child in [each for each in parent if str(each.tag).endswith("metadata")]:
            parent.remove(child)
        parent.tag = _plain(parent.tag)
        parent.attrib = {_plain(key): _of_page(_plain(key), value, name) for key, value in parent.attrib.items()}
        parent.tail = None
    width, height = (root.attrib[side].removesuffix("pt") for side in ("width", "height"))
    root.attrib |= {"role": "img", "aria-label": said, "width": width, "height": height}
    return ET.tostring(root, encoding="unicode")


def _plain(tag: str) -> str:
    """Return a name without its namespace, which pages do without."""
    return tag.rpartition("}")[2]


def _of_page(key: str, value: str, name: str) -> str:
    """Return an attribute's value as it is to stand in a page beside other figures."""
    if key == "id":
        return f"{name}-{value}"
    value = re.sub(r"url\(#", f"url(#{name}-", value)
    if key == "href":
        return re.sub("^#", f"#{name}-", value)
    if key == "style":
        value = re.sub("font-family: [^;]*", "font-family: var(--font)", value)
        value = re.sub("#0[0-9a-f]{5}", lambda colour: _PAGE.get(colour[0], colour[0]), value)
    return value


def roc(curves: Sequence[Json]) -> str:
    """Return the ROC curves."""

    def draw(axes: Any) -> None:
        axes.plot([0, 1], [0, 1], color=FAINT, linestyle="--", linewidth=1)
        for colour, each in zip(SERIES, curves, strict=False):
            axes.plot(*zip(*each["roc"], strict=True), color=colour, label=_short(each["label"]))
        axes.set(xlabel="False positive rate", ylabel="True positive rate", xlim=(0, 1), ylim=(0, 1.01))
        axes.legend(loc="lower right")

    return figure("roc", "ROC curves: true by false positive rate", draw)


def precision_recall(curves: Sequence[Json]) -> str:
    """Return the precision-recall curves, each with the precision of a guess."""

    def draw(axes: Any) -> None:
        for colour, each in zip(SERIES, curves, strict=False):
            axes.axhline(each["rate"], color=colour, linestyle="--", linewidth=0.8, alpha=0.6)
            axes.plot(*zip(*each["pr"], strict=True), color=colour, label=_short(each["label"]))
        axes.set(xlabel="Recall", ylabel="Precision", xlim=(0, 1), ylim=(0, 1.01))
        axes.legend(loc="best")

    return figure("pr", "Precision by recall; dashed: what a guess reaches", draw)


def calibration(found: Json) -> str:
    """Return what was predicted beside what was observed."""

    def draw(axes: Any) -> None:
        predicted, observed = ([each[side] for each in found["bins"]] for side in ("predicted", "observed"))
        top = max(0.05, *predicted, *observed) * 1.05
        axes.plot([0, top], [0, top], color=FAINT, linestyle="--", linewidth=1)
        axes.plot(predicted, observed, color=SERIES[0], marker="o", markersize=4)
        axes.set(xlabel="Predicted probability", ylabel="Observed share", xlim=(0, top), ylim=(0, top))

    return figure("calibration", "Observed share by predicted probability, in bins of as many rows", draw)


def residuals(found: Json) -> str:
    """Return the quantiles of truth less answer, by what was predicted."""

    def draw(axes: Any) -> None:
        at = [each["predicted"] for each in found["bins"]]
        ends = list(zip(*(each["quantiles"] for each in found["bins"]), strict=True))
        style = {"color": SERIES[0], "linewidth": 0}
        if len(at) > 1:
            axes.fill_between(at, ends[0], ends[4], alpha=0.2, label="5 to 95 %", **style)
            axes.fill_between(at, ends[1], ends[3], alpha=0.35, label="25 to 75 %", **style)
        axes.axhline(0, color=FAINT, linewidth=1)
        axes.plot(at, ends[2], color=SERIES[0], marker="o", markersize=3, label="median")
        axes.set(xlabel="Predicted", ylabel="Truth less predicted")
        axes.legend(loc="best")

    return figure("residuals", "Quantiles of truth less predicted, by what was predicted", draw)


def histogram(found: Json) -> str:
    """Return how many rows are off by how much."""

    def draw(axes: Any) -> None:
        axes.stairs(found["rows"], found["edges"], fill=True, color=SERIES[0], alpha=0.7)
        axes.set(xlabel="Truth less predicted", ylabel="Rows")

    return figure("histogram", "Rows by truth less predicted", draw)


def learning_curve(found: Json) -> str:
    """Return the deciding metric by the rows learned from."""

    def draw(axes: Any) -> None:
        rows = [each["rows"] for each in found["points"]]
        for colour, style, side in zip(SERIES, ("--", "-"), ("training", "test"), strict=False):
            values = [float("nan") if each[side] is None else each[side] for each in found["points"]]
            axes.plot(rows, values, color=colour, linestyle=style, marker="o", markersize=4, label=side)
        axes.set(xlabel="Rows learned from", ylabel=title(found["metric"]), xlim=(0, None))
        axes.xaxis.set_major_locator(_locator())
        axes.xaxis.set_major_formatter(lambda value, _: number(round(value)))
        axes.legend(loc="best")

    return figure("learning-curve", "The deciding metric by rows learned from, on training and on test", draw)


def _locator() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(5, integer=True)


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "..."
