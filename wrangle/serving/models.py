"""Holds the models that answer, and changes them while requests are answered, without losing one."""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wrangle.bundle.load import load_bundle
from wrangle.errors import DeploymentError, WrangleError
from wrangle.sections.serve import Serve
from wrangle.serving.deployment import FILE, Deployment, State, parse_deployment
from wrangle.serving.loading import Loader, Loading
from wrangle.serving.loudness import Loudness
from wrangle.serving.variants import Fleet, Variant

LOG = logging.getLogger("wrangle.serving.models")
POLL = 0.5
"""Seconds between two looks at `deployment.json`."""
RETRY = (5.0, 300.0)
"""Seconds until a change that was refused is tried again, at first and at most: its files may still be coming."""


@dataclass
class _Refusal:
    """A change that cannot be served."""

    content: bytes
    why: str
    wait: float = RETRY[0]
    until: float = 0.0


class Models:
    """The models of a bundle, or of a deployment, which is watched.

    What can go wrong with a change (a bundle that is damaged, or answers its golden records otherwise) leaves the
    models as they are, and is told: in the log, by `describe`, in its count.

    Parameters
    ----------
    folder : Path
    load : callable
        Reads and checks a bundle.
    poll : float or None
        Seconds between two looks at `deployment.json`; None: the folder is a bundle.
    """

    def __init__(self, folder: Path, load: Loader, poll: float | None) -> None:
        self.folder = folder.absolute()
        self.watches = poll is not None
        """Whether this is a deployment."""
        self.serve = Serve()
        """The options of `serve:` that held when the server started."""
        self._loading = Loading(self.folder, load)
        self._poll = poll
        self._fleet: Fleet | None = None
        self._content = b""
        self._revision: int | None = None
        self._loaded_at: str | None = None
        self._refusal: _Refusal | None = None
        self._swaps = self._refused = 0
        self._fallen_back = False
        self._thread: ThreadPoolExecutor | None = None
        self._task: asyncio.Task[None] | None = None
        self._loud = Loudness(LOG, 60.0)

    @classmethod
    def of_bundle(cls, folder: str | Path, load: Loader = load_bundle) -> Models:
        """Return the one model of a bundle."""
        return cls(Path(folder), load, None)

    @classmethod
    def of_deployment(cls, folder: str | Path, load: Loader = load_bundle, poll: float = POLL) -> Models:
        """Return the models of a deployment, as they change."""
        return cls(Path(folder), load, poll)

    @property
    def ready(self) -> bool:
        """Whether there is a model that answers."""
        return self._fleet is not None

    async def start(self) -> None:
        """Load what is to answer, and begin to watch.

        Raises
        ------
        ArtefactError, DeploymentError
            Nothing can be served.
        """
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="wrangle-models")
        await asyncio.get_running_loop().run_in_executor(self._thread, self._first)
        if self.watches:
            self._task = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Watch no more. Who picked a model goes on with it."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        if self._thread is not None:
            self._thread.shutdown(wait=False)

    def pick(self, inference_id: str, target_variant: str | None = None) -> Variant:
        """Return who answers a request; see `Fleet.pick`.

        Raises
        ------
        UnknownVariantError
            There is no variant of this name.
        DeploymentError
            No model is loaded yet.
        """
        return self._ready_fleet.pick(inference_id, target_variant)

    def shadows(self) -> tuple[Variant, ...]:
        """Return who gets copies of requests."""
        return () if self._fleet is None else self._fleet.shadows

    @property
    def _ready_fleet(self) -> Fleet:
        if self._fleet is None:
            raise DeploymentError(f"{self.folder}: no model is loaded yet")
        return self._fleet

    def describe(self) -> dict[str, Any]:
        """Return what answers, and how changes went, as plain JSON values."""
        fleet = self._fleet or Fleet(())
        return {
            "kind": "deployment" if self.watches else "bundle",
            "revision": self._revision,
            "variants": [each.describe() for each in fleet.variants],
            "shadows": [each.describe() for each in fleet.shadows],
            "loaded_at": self._loaded_at,
            "swaps": self._swaps,
            "refused": self._refused,
            "refusal": self._refusal.why if self._refusal else None,
            "fallen_back": self._fallen_back,
        }

    # in the thread that loads

    def _first(self) -> None:
        if not self.watches:
            self._take(self._loading.only(), None)
            self.serve = self._loading.options(self._fleet)
            return
        content = self._read()
        found = parse_deployment(content, self.folder / FILE)
        self._first_state(found, content)
        self.serve = self._loading.options(self._fleet, found)

    def _first_state(self, deployment: Deployment, content: bytes) -> None:
        """Take the models of the state that holds, or of the newest before it that can be served."""
        try:
            self._take(self._loading.fleet(deployment), deployment)
            self._content = content
        except WrangleError as error:
            self._refuse(content, error)
            for state in deployment.earlier():
                with suppress(WrangleError):
                    self._take(self._loading.fleet(state), state)
                    self._loud.error("fallen back", f"revision {state.revision} is served instead")
                    self._fallen_back = True
                    return
            raise

    def _take(self, fleet: Fleet, state: State | None) -> None:
        self._revision = state.revision if state else None
        self._loaded_at = datetime.now(UTC).isoformat(timespec="seconds")
        self._fleet = fleet  # at once: who picks gets the one or the other

    def _read(self) -> bytes:
        try:
            return (self.folder / FILE).read_bytes()
        except OSError as error:
            raise DeploymentError(f"{self.folder / FILE}: cannot be read: {error.strerror or error}") from error

    # watching

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._poll or POLL)
            try:
                await loop.run_in_executor(self._thread, self._look)
            except Exception:  # whatever went wrong with a change, the watching must go on
                LOG.exception("the deployment cannot be watched")

    def _look(self) -> None:
        """Take over a change of `deployment.json`, or refuse it."""
        try:
            content = self._read()
        except DeploymentError as error:
            self._loud.error("unreadable", f"{error}; what is served goes on")
            return
        if content == self._content or self._is_refused(content):
            return
        try:
            found = parse_deployment(content, self.folder / FILE)
            fleet = self._loading.fleet(found, self._fleet)
        except Exception as error:  # noqa: BLE001  # a bundle may be damaged in ways that nobody thought of
            self._refuse(content, error)
            return
        self._take(fleet, found)
        self._content, self._refusal, self._fallen_back = content, None, False
        self._swaps += 1
        LOG.warning("revision %d is served: %s", found.revision, found.action)

    def _is_refused(self, content: bytes) -> bool:
        refusal = self._refusal
        return refusal is not None and refusal.content == content and time.monotonic() < refusal.until

    def _refuse(self, content: bytes, error: Exception) -> None:
        again = self._refusal if self._refusal and self._refusal.content == content else None
        wait = min(RETRY[1], again.wait * 2) if again else RETRY[0]
        self._refusal = _Refusal(content, str(error) or type(error).__name__, wait, time.monotonic() + wait)
        self._refused += 1
        LOG.error("the deployment is refused, what is served goes on: %s", self._refusal.why)
