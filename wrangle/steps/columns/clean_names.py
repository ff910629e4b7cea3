"""Gives columns names that are easy to write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Literal

from wrangle.expressions.matching import LIGATURES
from wrangle.steps.base import LayoutStep

WORDS = {"%": " percent ", "#": " number ", "°": " deg ", "µ": " micro ", "μ": " micro "}
"""Signs that are read as words."""


class CleanNames(LayoutStep):
    """Write the names of all columns in small letters, digits and underscores: "Temp. (°C)" becomes `temp_deg_c`.

    Accents are left out, `%` is written "percent" and `#` "number", words that only a capital sets apart are parted
    ("windSpeed" is `wind_speed`), and all other signs become one underscore. A name that begins with a digit gets an
    underscore before it, one of which nothing is left is called `column`. Of names that become equal the second gets
    `_2`, the third `_3`. Letters of other scripts stay. Cells and rows stay as they are. Steps that follow, and
    `expect`, take the new names.

    Examples
    --------
    >>> from wrangle.testing import apply
    >>> apply("clean_names: {}", **{"Temp. (°C)": [1], "windSpeed": [2], "Rel. Hum. %": [3], "Élevation": [4]})
    {'temp_deg_c': [1], 'wind_speed': [2], 'rel_hum_percent': [3], 'elevation': [4]}
    """

    case: Literal["snake", "camel", "pascal", "kebab"] = "snake"
    """How words are put together: `wind_speed`, `windSpeed`, `WindSpeed` or `wind-speed`."""

    def layout(self, names: Sequence[str]) -> Mapping[str, str]:
        """Return clean name -> present name of all columns."""
        layout: dict[str, str] = {}
        for name in names:
            clean = _joined(_words(name), self.case)
            stem, number = clean, 2
            while clean in layout:
                clean = f"{stem}-{number}" if self.case == "kebab" else f"{stem}_{number}"
                number += 1
            layout[clean] = name
        return layout


def _words(name: str) -> list[str]:
    """Return the words of a name, in small letters."""
    for sign, word in WORDS.items():
        name = name.replace(sign, word)
    apart = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", apart).lower()
    plain = "".join(LIGATURES.get(each, each) for each in re.sub("['\u2019]", "", parted))
    return [word for word in re.split(r"[\W_]+", plain) if word]


def _joined(words: Sequence[str], case: str) -> str:
    words = words or ["column"]
    if case in {"snake", "kebab"}:
        name = ("_" if case == "snake" else "-").join(words)
    else:
        first = words[0] if case == "camel" else words[0].capitalize()
        name = "".join((first, *(word.capitalize() for word in words[1:])))
    return f"_{name}" if name[0].isdigit() else name
