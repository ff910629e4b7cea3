"""What an engine of several machines must be able to do: run functions elsewhere, and say what became of them."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, Self

from wrangle.errors import ClusterError

Handle = Any
"""Stands for what a task will give; as an argument of another task, it is replaced by that on the worker."""


ALONE = 60
"""Seconds without any worker after which a run is given up."""


class Tasks(ABC):
    """Workers that run functions. An engine is one file of this package, its class named after it.

    A task may run twice, where the worker it ran on has died: it must give the same again.
    """

    name: str
    """What to call the engine in messages."""

    @property
    @abstractmethod
    def slots(self) -> int:
        """How many tasks can run at a time."""

    @property
    @abstractmethod
    def memory(self) -> int:
        """Bytes that one task may use, as far as the engine tells."""

    @property
    @abstractmethod
    def where(self) -> str:
        """The cluster's address."""

    @abstractmethod
    def manned(self) -> bool:
        """Tell whether there is any worker."""

    def alone(self, since: float | None) -> float | None:
        """Tell since when there is no worker; None where there is one.

        Parameters
        ----------
        since : float, optional
            What was told before.

        Raises
        ------
        ClusterError
            There has been none for too long: engines themselves would wait for ever.
        """
        if self.manned():
            return None
        now = time.monotonic()
        if since is not None and now - since >= ALONE:
            raise ClusterError(f"{self.name}: there has been no worker at {self.where} for {ALONE} seconds")
        return now if since is None else since

    @abstractmethod
    def submit(self, function: Callable[..., Any], *args: Any) -> Handle:
        """Have a function run on any worker; arguments that are handles are replaced by what they stand for."""

    @abstractmethod
    def share(self, value: Any) -> Handle:
        """Bring a value to the workers once, for many tasks."""

    @abstractmethod
    def result(self, handle: Handle) -> Any:
        """Wait for a task and return what it gave.

        Raises
        ------
        ClusterError
            The workers that ran it died, several times; or there is none any more.
        """

    @abstractmethod
    def completed(self, handles: Iterable[Handle]) -> Iterator[Handle]:
        """Yield tasks as they end, whatever their order.

        Raises
        ------
        ClusterError
            There is no worker any more.
        """

    @abstractmethod
    def forget(self, handles: Iterable[Handle]) -> None:
        """Take back tasks that have not begun, and let go what others gave."""

    @abstractmethod
    def close(self) -> None:
        """Leave the cluster; stop it where it was started for this."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
