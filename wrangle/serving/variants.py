"""The models that answer at one time, and which of them answers whom."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wrangle.bundle.bundle import Bundle
from wrangle.bundle.predictor import Predictor
from wrangle.captures.event import share_of
from wrangle.errors import UnknownVariantError, did_you_mean


@dataclass(frozen=True, eq=False)
class Variant:
    """One model that answers. Whoever picked it keeps it until the answer is out, whatever is promoted meanwhile."""

    name: str
    predictor: Predictor
    weight: float = 1.0

    @property
    def bundle(self) -> Bundle:
        """The bundle that answers."""
        return self.predictor.bundle

    @property
    def version(self) -> str:
        """The SHA-256 of the bundle."""
        return self.bundle.digest

    def describe(self) -> dict[str, Any]:
        """Return what it is, as plain JSON values."""
        return {"name": self.name, "weight": self.weight, "model": self.bundle.name, "version": self.version}


@dataclass(frozen=True, eq=False)
class Fleet:
    """The variants of one state of a deployment; a change makes another fleet."""

    variants: tuple[Variant, ...]
    shadows: tuple[Variant, ...] = ()

    @cached_property
    def _drawn(self) -> tuple[Variant, ...]:
        return tuple(each for each in self.variants if each.weight > 0)

    def pick(self, inference_id: str, target: str | None = None) -> Variant:
        """Return who answers a request: the one that is asked for, or one drawn by weight.

        Drawn is by the inference id alone: the same id gets the same variant, in every process; and when weights
        change, only as many ids change over as must (weighted rendezvous hashing).

        Raises
        ------
        UnknownVariantError
            There is no variant of this name.

        References
        ----------
        Schindelhauer, Schomaker: Weighted distributed hash tables. SPAA 2005, the logarithmic method.
        """
        if target is not None:
            return self._named(target)
        if len(self._drawn) == 1:
            return self._drawn[0]
        return max(self._drawn, key=lambda each: _score(each, inference_id))

    def _named(self, target: str) -> Variant:
        for each in self.variants:
            if each.name == target:
                return each
        help_ = did_you_mean(target, [each.name for each in self.variants])
        raise UnknownVariantError(f"there is no variant of this name: {help_}")


def _score(variant: Variant, inference_id: str) -> float:
    share = 1.0 - share_of(f"{variant.name}/{inference_id}", "variant")
    return math.inf if share == 1.0 else -variant.weight / math.log(share)
