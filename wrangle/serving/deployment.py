"""What is served: a folder with `deployment.json` and the bundles it names.

```json
{"format": "wrangle deployment", "version": 1, "revision": 3, "at": "2026-05-01T12:00:00+00:00",
 "action": "promote 8f3a (weather) as canary", "before": 2,
 "variants": [{"name": "main", "bundle": "bundles/02c1...", "digest": "02c1...", "weight": 0.9},
              {"name": "canary", "bundle": "bundles/8f3a...", "digest": "8f3a...", "weight": 0.1}],
 "shadows": [],
 "history": [{"revision": 2, ...}, {"revision": 1, ...}]}
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from wrangle.errors import DeploymentError, WrangleError
from wrangle.sections.serve import Serve

FILE = "deployment.json"
FORMAT = "wrangle deployment"
VERSION = 1
BUNDLES = "bundles"
"""The folder of the bundles, each under the first signs of its SHA-256."""
KEPT = 100
"""States that are kept to roll back to."""

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9](-*[A-Za-z0-9]){0,62}$")]
"""A variant's name, as SageMaker has them."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class VariantSpec(_Part):
    """One model that is to answer."""

    name: Name
    bundle: str
    """Its folder, relative to the deployment's."""
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """The SHA-256 of its manifest: the bundle must be just this one."""
    weight: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 1.0
    """Its share of the requests is its weight by the sum of all; 0: only who asks for it by name gets it."""


class State(_Part):
    """Which models answer, from one change to the next."""

    revision: Annotated[int, Field(ge=1)]
    at: str
    """When it came about."""
    action: str
    """What brought it about."""
    before: int | None = None
    """The revision that a roll back leads to."""
    variants: Annotated[tuple[VariantSpec, ...], Field(min_length=1)]
    shadows: tuple[VariantSpec, ...] = ()

    @model_validator(mode="after")
    def _can_answer(self) -> State:
        names = [each.name for each in (*self.variants, *self.shadows)]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two variants are called {name!r}")
        if not sum(each.weight for each in self.variants) > 0:
            raise ValueError("no variant has a weight above 0: nobody would answer")
        return self


class Deployment(State):
    """The state that holds now, those before it, and what the operator has set."""

    format: Literal["wrangle deployment"] = "wrangle deployment"
    version: Literal[1] = 1
    serve: Mapping[str, Any] | None = None
    """Options of `serve:`, which win over those of the rule file."""
    history: tuple[State, ...] = ()
    """Earlier states, the newest first."""

    @property
    def state(self) -> State:
        """What holds now, without the past."""
        return State.model_validate(self.model_dump(include=set(State.model_fields)))

    def earlier(self) -> Iterator[State]:
        """Yield the states that roll backs would lead to, one after the other."""
        known = {each.revision: each for each in self.history}
        state: State | None = known.get(self.before or 0)
        while state is not None:
            yield state
            state = known.get(state.before or 0)


def read_deployment(folder: Path) -> Deployment:
    """Read and check `deployment.json`.

    Raises
    ------
    DeploymentError
        There is none, or it is none that can be served.
    """
    path = folder / FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DeploymentError(f"{folder}: is no deployment: `wrangle promote BUNDLE {folder}` makes one") from error
    except OSError as error:
        raise DeploymentError(f"{path}: cannot be read: {error.strerror or error}") from error
    return parse_deployment(content, path)


def parse_deployment(content: bytes, path: Path) -> Deployment:
    """Return what a `deployment.json` says; see `read_deployment`."""
    try:
        raw = json.loads(content)
        if not isinstance(raw, dict) or raw.get("format") != FORMAT:
            raise DeploymentError(f"{path}: is no deployment of wrangle")
        if raw.get("version") != VERSION:
            raise DeploymentError(f"{path}: is of version {raw.get('version')!r}, not {VERSION}: update wrangle")
        found = Deployment.model_validate(raw)
    except ValidationError as error:
        raise DeploymentError(f"{path}: {what_is_wrong(error)}") from error
    except (ValueError, RecursionError) as error:
        raise DeploymentError(
            f"{path}: is no JSON ({error}): `wrangle rollback` or `promote` cannot mend it"
        ) from error
    served(found, Serve(), path)
    return found


def text_of(deployment: Deployment) -> str:
    """Return the text of a `deployment.json`, what it is first."""
    told = deployment.model_dump(mode="json")
    first = {name: told.pop(name) for name in ("format", "version")}
    return json.dumps(first | told, indent=2, ensure_ascii=False) + "\n"


def what_is_wrong(error: ValidationError) -> str:
    """Return the first thing that is wrong, and where."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(each) for each in first["loc"])
    what = str(first["msg"]).removeprefix("Value error, ")
    return f"{where}: {what}" if where else what


def served(deployment: Deployment, rules: Serve, path: Path) -> Serve:
    """Return the options of `serve:`: those of the rule file, over which those of the deployment win.

    Raises
    ------
    DeploymentError
        The deployment's options are none.
    """
    if not deployment.serve:
        return rules
    try:
        return Serve.model_validate(_over(rules.model_dump(), deployment.serve))
    except (ValidationError, WrangleError) as error:
        said = what_is_wrong(error) if isinstance(error, ValidationError) else str(error)
        raise DeploymentError(f"{path}: serve.{said}") from error


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return nested options, those above winning."""
    found = dict(below)
    for key, value in above.items():
        under = found.get(key)
        if key == "capture" and isinstance(value, str):  # the short form
            value = {"mode": value}  # noqa: PLW2901
        found[key] = _over(under, value) if isinstance(under, Mapping) and isinstance(value, Mapping) else value
    return found
