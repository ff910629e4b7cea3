"""Holds labels against what a model predicts: its classes, or numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wrangle.bundle.model import Label, label_text
from wrangle.errors import CaptureError

Kind = str
"""`classes`, `number`, `truth value` or `any`."""


@dataclass(frozen=True)
class Labels:
    """Which labels there can be. Without a model, any value."""

    kind: Kind = "any"
    classes: tuple[Label, ...] = ()
    positive: tuple[str, Label, Label] | None = None
    """How the truth spells the class that is looked for, which that is, and which the other."""

    @classmethod
    def of_manifest(cls, manifest: Mapping[str, Any], positive: Any = None) -> Labels:
        """Return the labels of the model that a bundle's manifest describes.

        Parameters
        ----------
        manifest : mapping
        positive : any, optional
            For two classes: how the truth spells the one that is looked for; any other spelling is the other one.

        Raises
        ------
        CaptureError
            It finds clusters: nothing comes to be true of them.
        """
        model = manifest["model"]
        if model["problem"] == "clustering":
            raise CaptureError(f"{manifest['name']}: finds clusters, for which there is no truth to add")
        if model["problem"] == "regression":
            return cls("number")
        if classes := tuple(model["classes"]):
            looked_for = model["positive"]
            if positive is None or len(classes) != 2:
                return cls("classes", classes)
            return cls("classes", classes, (label_text(positive), classes[looked_for], classes[1 - looked_for]))
        return cls("truth value")

    def read(self, value: Any) -> Any:
        """Return a label as the model's target has it.

        Parameters
        ----------
        value : JSON value
            Text stands for numbers, truth values and classes as well.

        Raises
        ------
        ValueError
            It is no label of this model; the message says why, and does not repeat long values.

        Examples
        --------
        >>> Labels("classes", (False, True)).read("TRUE"), Labels("classes", (1, 2)).read("2.0")
        (True, 2)
        >>> Labels("number").read(" 3.5 ")
        3.5
        """
        if value is None or (isinstance(value, str) and not value.strip()):
            raise ValueError("there is no label")
        nested = isinstance(value, (dict, list))
        if nested:
            raise ValueError("the label must be one value, not nested")
        if self.kind == "classes":
            return self._class(value)
        if self.kind == "number":
            return _number(value)
        if self.kind == "truth value":
            return _truth(value)
        return value

    def _class(self, value: Any) -> Label:
        texts = {label_text(each): each for each in self.classes}
        text = label_text(value).strip()
        if self.positive is not None:
            return self.positive[1] if text == self.positive[0] else self.positive[2]
        if text in texts:
            return texts[text]
        if set(self.classes) == {False, True} and all(isinstance(each, bool) for each in self.classes):
            return _truth(value)
        if all(isinstance(each, (int, float)) for each in self.classes):
            found = _number(value)
            for each in self.classes:
                if each == found:
                    return each
        shown = ", ".join(list(texts)[:10]) + (", ..." if len(texts) > 10 else "")
        raise ValueError(f"{_shown(value)} is no class of the model: {shown}")


def _number(value: Any) -> float:
    try:
        found = float(str(value) if isinstance(value, bool) else value)
    except (TypeError, ValueError):
        raise ValueError(f"{_shown(value)} is no number") from None
    except OverflowError:  # a whole number with hundreds of digits
        found = math.inf
    if not math.isfinite(found):
        raise ValueError(f"{_shown(value)} is no finite number")
    return found


_WORDS = {"true": True, "false": False, "1": True, "0": False, "1.0": True, "0.0": False}


def _truth(value: Any) -> bool:
    found = _WORDS.get(label_text(value).strip().lower())
    if found is None:
        raise ValueError(f"{_shown(value)} is no truth value: write true or false")
    return found


def _shown(value: Any) -> str:
    text = label_text(value)
    return repr(text if len(text) <= 40 else text[:40] + "...")
