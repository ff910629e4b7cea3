"""Keeps what a function gave, and forgets it where it is sent elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Given = TypeVar("Given")


class Once(Generic[Given]):
    """A function that is called once for the same arguments, as by `functools.cache`; unlike that, it can be pickled.

    Examples
    --------
    >>> import pickle
    >>> number = Once(int)
    >>> number("7") + pickle.loads(pickle.dumps(number))("3")
    10
    """

    def __init__(self, function: Callable[..., Given]) -> None:
        self._function = function
        self._given: dict[tuple[Any, ...], Given] = {}

    def __call__(self, *args: Any) -> Given:
        """Return what the function gives."""
        if args not in self._given:
            self._given[args] = self._function(*args)
        return self._given[args]

    def __getstate__(self) -> dict[str, Any]:
        return {"_function": self._function, "_given": {}}
