"""Changes a deployment: one writer at a time, and readers see the earlier state, whole, or the new one, whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from wrangle.bundle.bundle import Bundle
from wrangle.bundle.load import load_bundle
from wrangle.bundle.predictor import Predictor
from wrangle.errors import DeploymentError
from wrangle.serving.deployment import (
    BUNDLES,
    FILE,
    KEPT,
    Deployment,
    State,
    VariantSpec,
    read_deployment,
    text_of,
    what_is_wrong,
)
from wrangle.serving.loading import Loading
from wrangle.serving.variants import Fleet, Variant
from wrangle.serving.writing import copy_bundle, hold_bundle, replace_file, writing

MAIN = "main"
"""What the only variant is called, unless it had another name before."""


@dataclass(frozen=True)
class Promotion:
    """How a bundle is to be served."""

    variant: str | None = None
    """Beside the others, under this name; without it: as the only one that answers."""
    weight: float | None = None
    """The variant's weight; without it the one that it had."""
    shadow: bool = False
    """As a shadow: gets copies of requests, and its answers are only kept."""


def promote(bundle: Path, folder: Path, how: Promotion = Promotion()) -> Deployment:
    """Have a bundle served by a deployment, which is made where there is none. The bundle is copied into it.

    Parameters
    ----------
    bundle : Path
        It is loaded and must answer its golden records.
    folder : Path
        The deployment.
    how : Promotion
        As the only variant, one among others, or a shadow.

    Returns
    -------
    Deployment
        What holds now.

    Raises
    ------
    ArtefactError
        The bundle is damaged or answers otherwise than when it was made.
    DeploymentError
        The deployment cannot be changed so. It is as it was.
    """
    loaded = load_bundle(bundle)
    _hold_sense(how)
    with writing(folder):
        now = read_deployment(folder) if (folder / FILE).exists() else None
        Loading(folder, load_bundle).options(Fleet((Variant(MAIN, Predictor(loaded)),)), now)
        new, action = _placed(now, VariantSpec(name=MAIN, bundle=_place(loaded), digest=loaded.digest), how)
        copy_bundle(loaded, folder / _place(loaded))
        before = None if now is None else now.revision
        return _write(folder, now, _state(now, f"{action} {loaded.name}@{loaded.digest[:12]}", before, *new))


def rollback(folder: Path, to: int | None = None) -> Deployment:
    """Return to the state before the one that holds, or to a certain one; the history keeps both.

    Parameters
    ----------
    folder : Path
        The deployment.
    to : int, optional
        The revision to return to; without it the one before. Rolled back twice, it is the one before that.

    Raises
    ------
    DeploymentError
        There is no such state, or its bundles are damaged. The deployment is as it was.
    """
    with writing(folder):
        now = read_deployment(folder)
        wanted = next(now.earlier(), None) if to is None else _revision(now, to)
        if wanted is None:
            raise DeploymentError(f"{folder}: there is nothing to roll back to: {_why_nothing(now)}")
        for each in (*wanted.variants, *wanted.shadows):
            hold_bundle(folder / each.bundle, each.digest)
        action = f"rollback to revision {wanted.revision}"
        state = _state(now, action, wanted.before, wanted.variants, wanted.shadows)
        return _write(folder, now, state)


def _hold_sense(how: Promotion) -> None:
    if how.weight is not None and (how.shadow or how.variant is None):
        raise DeploymentError("a weight is for a variant beside others: say also `--variant NAME`, and not `--shadow`")


def _place(bundle: Bundle) -> str:
    return f"{BUNDLES}/{bundle.digest[:16]}"


Placed = tuple[tuple[VariantSpec, ...], tuple[VariantSpec, ...]]


def _placed(now: Deployment | None, spec: VariantSpec, how: Promotion) -> tuple[Placed, str]:
    """Return variants and shadows once a bundle has its place among them, and how that is called."""
    variants = () if now is None else now.variants
    shadows = () if now is None else now.shadows
    if how.shadow:
        return (variants, _beside(shadows, _named(spec, how.variant or "shadow", 1.0))), "shadow by"
    if how.variant is None:
        name = variants[0].name if len(variants) == 1 else MAIN
        return ((_named(spec, name, 1.0),), ()), "promote"
    weight = how.weight
    if weight is None:
        known = next((each.weight for each in variants if each.name == how.variant), None)
        if known is None and variants:
            raise DeploymentError(f"the variant {how.variant!r} is new: say what share it gets, `--weight 0.1`")
        weight = 1.0 if known is None else known
    return (_beside(variants, _named(spec, how.variant, weight)), shadows), f"promote as {how.variant}"


def _named(spec: VariantSpec, name: str, weight: float) -> VariantSpec:
    try:
        return VariantSpec(name=name, bundle=spec.bundle, digest=spec.digest, weight=weight)
    except ValidationError as error:
        raise DeploymentError(f"the variant {name!r} cannot be so: {what_is_wrong(error)}") from error


def _beside(others: tuple[VariantSpec, ...], spec: VariantSpec) -> tuple[VariantSpec, ...]:
    """Return specs with one more, in the place of the one of its name."""
    if spec.name in {each.name for each in others}:
        return tuple(spec if each.name == spec.name else each for each in others)
    return (*others, spec)


def _revision(now: Deployment, to: int) -> State:
    for each in now.history:
        if each.revision == to:
            return each
    known = ", ".join(str(each.revision) for each in now.history) or "none"
    raise DeploymentError(f"there is no earlier revision {to}: known are {known}")


def _why_nothing(now: Deployment) -> str:
    if not now.history:
        return f"revision {now.revision} is the first"
    known = ", ".join(str(each.revision) for each in now.history)
    return f"nothing came before what revision {now.revision} serves; name another by `--to`: {known}"


def _state(
    now: Deployment | None,
    action: str,
    before: int | None,
    variants: tuple[VariantSpec, ...],
    shadows: tuple[VariantSpec, ...],
) -> State:
    try:
        return State(
            revision=1 if now is None else now.revision + 1,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            action=action,
            before=before,
            variants=variants,
            shadows=shadows,
        )
    except ValidationError as error:
        raise DeploymentError(f"the deployment cannot be changed so: {what_is_wrong(error)}") from error


def _write(folder: Path, now: Deployment | None, state: State) -> Deployment:
    history = () if now is None else (now.state, *now.history)[:KEPT]
    serve = None if now is None else now.serve
    found = Deployment(**state.model_dump(), history=history, serve=serve)
    replace_file(folder / FILE, text_of(found).encode())
    return found
