"""Loads the bundles of a deployment's state, those that are loaded already excepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wrangle.bundle.bundle import Bundle
from wrangle.bundle.manifest import read_manifest
from wrangle.bundle.predictor import Predictor
from wrangle.errors import ArtefactError, DeploymentError
from wrangle.rulefile.section import load_section
from wrangle.sections.serve import Serve
from wrangle.serving.deployment import FILE, Deployment, State, VariantSpec, served
from wrangle.serving.variants import Fleet, Variant

Loader = Callable[[Path], Bundle]
"""Reads a bundle and holds it against its golden records."""
MAIN = "main"
"""What the model of a bundle that is served by itself is called."""


@dataclass(frozen=True)
class Loading:
    """Makes the models of a folder: a bundle, or a deployment."""

    folder: Path
    load: Loader

    def only(self) -> Fleet:
        """Return the one model of a bundle.

        Raises
        ------
        ArtefactError
            It is damaged, or answers otherwise than when it was made.
        """
        return Fleet((Variant(MAIN, Predictor(self.load(self.folder))),))

    def fleet(self, state: State, loaded: Fleet | None = None) -> Fleet:
        """Return the models of a state of the deployment.

        Parameters
        ----------
        state : State
        loaded : Fleet, optional
            Models that are not loaded once more.

        Raises
        ------
        ArtefactError
            A bundle is damaged, another one, or answers otherwise than when it was made.
        """
        there = () if loaded is None else (*loaded.variants, *loaded.shadows)
        known = {each.version: each.predictor for each in there}

        def variant(spec: VariantSpec) -> Variant:
            if spec.digest not in known:
                known[spec.digest] = self._predictor(spec)
            return Variant(spec.name, known[spec.digest], spec.weight)

        return Fleet(tuple(map(variant, state.variants)), tuple(map(variant, state.shadows)))

    def _predictor(self, spec: VariantSpec) -> Predictor:
        bundle = self.load(self.folder / spec.bundle)
        if bundle.digest != spec.digest:
            found, wanted = bundle.digest[:12], spec.digest[:12]
            raise ArtefactError(f"{bundle.folder}: is the bundle {found}, and {FILE} names {wanted}: promote it anew")
        return Predictor(bundle)

    def options(self, fleet: Fleet | None, deployment: Deployment | None = None) -> Serve:
        """Return the options of `serve:`, of the first variant's rule file and of the deployment, which wins.

        Raises
        ------
        RuleFileError, DeploymentError
            The options are none, or mask a column that no model takes.
        """
        if fleet is None:
            return Serve()
        first = fleet.variants[0].bundle
        rules = _of_rules(first.folder, first.manifest)
        found = rules if deployment is None else served(deployment, rules, self.folder / FILE)
        columns = {name for each in fleet.variants for name in each.bundle.pipeline.schema}
        for name in found.capture.mask:
            if name not in columns:
                raise DeploymentError(f"serve: capture: mask: no model takes a column {name!r}: it would not be masked")
        return found


def settings_of(folder: Path, deployment: Deployment) -> Serve:
    """Return the options of `serve:` of a deployment, without loading its models; see `Loading.options`."""
    first = folder / deployment.variants[0].bundle
    manifest, _ = read_manifest(first)
    return served(deployment, _of_rules(first, manifest), folder / FILE)


def _of_rules(bundle: Path, manifest: Mapping[str, Any]) -> Serve:
    file = manifest["rules"]["file"]
    found: Serve = load_section(bundle / "rules" / str(file), "serve") if file else Serve()
    return found
