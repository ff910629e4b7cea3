"""Opens what can be read of several files, and tells which cannot."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import polars as pl

from wrangle.errors import SourceError
from wrangle.sources.input import Input, SetAside

File = TypeVar("File", bound=Hashable)
"""A path, or the address of an object."""


FAULTS = (pl.exceptions.PolarsError, OSError)
"""What says that a file is bad, while its rows are read."""


def readable(
    open_: Callable[[Sequence[File]], Input],
    files: Sequence[File],
    bad: Mapping[File, str] | None = None,
    faults: tuple[type[Exception], ...] = FAULTS,
) -> Input:
    """Open files, without those that cannot be opened or do not go with the first that can.

    Parameters
    ----------
    open_ : callable
        Opens files together; a SourceError says that one of them is bad.
    files : sequence
        The files, in order.
    bad : mapping of file to str, optional
        Files that are known to be bad, and why.
    faults : tuple of exception classes
        What says that a file is bad, while its rows are read.

    Raises
    ------
    SourceError
        None can be read: each is told.
    """
    known = dict(bad or {})
    good = [file for file in files if file not in known]
    try:
        input_ = open_(good) if good else None
    except SourceError:
        good, known = _sorted_out(open_, good, known)
        input_ = open_(good) if good else None
    aside = tuple(SetAside(str(file), _without(file, known[file])) for file in files if file in known)
    if input_ is None:
        raise SourceError("no file can be read:\n" + "\n".join(f"  {each.file}: {each.why}" for each in aside))

    def mended() -> Input | None:
        found = {file: why for file in good if (why := _damage(open_, file, faults))}
        return readable(open_, files, known | found, faults) if found else None

    return replace(input_, set_aside=aside, mended=mended)


def remade(parts: Sequence[Input], make: Callable[[Sequence[Input]], Input]) -> Input | None:
    """Look for files that cannot be read whole in inputs that were put together, where they may be left out.

    Parameters
    ----------
    parts : sequence of Input
    make : callable
        Puts inputs together.

    Returns
    -------
    Input or None
        The inputs put together without those files; None where there are none.
    """
    left = [part.mended() for part in parts]
    if all(each is None for each in left):
        return None
    return make([part if each is None else each for part, each in zip(parts, left, strict=True)])


def _sorted_out(
    open_: Callable[[Sequence[File]], Input], files: Sequence[File], known: dict[File, str]
) -> tuple[list[File], dict[File, str]]:
    """Return the files that can be opened together, and what is wrong with the others."""
    good: list[File] = []
    bad = dict(known)
    for file in files:
        try:
            with open_([*good[:1], file]):
                good.append(file)
        except SourceError as error:
            bad[file] = str(error)
    return good, bad


def _damage(open_: Callable[[Sequence[File]], Input], file: File, faults: tuple[type[Exception], ...]) -> str | None:
    """Read a file whole, and return what is wrong with it."""
    try:
        with open_([file]) as input_:
            try:
                for _ in input_.frame.collect_batches(chunk_size=100_000):
                    pass
            except faults as error:
                return _without(file, str(input_.explain(error)))
    except SourceError as error:
        return _without(file, str(error))
    return None


def _without(file: object, said: str) -> str:
    return said.removeprefix(f"{file}: ")
