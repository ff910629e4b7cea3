"""Opens a source, wherever it lies and whatever its format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from wrangle.errors import SourceError
from wrangle.sources.checksum import hold_checksum
from wrangle.sources.decoding import Copy
from wrangle.sources.files import find, open_files
from wrangle.sources.input import Input, SetAside
from wrangle.sources.joined import joined
from wrangle.sources.places import place_of
from wrangle.sources.places.base import Brought
from wrangle.sources.source import Source
from wrangle.sources.spec import SourceSpec
from wrangle.sources.stacked import stacked


def open_source(spec: SourceSpec) -> Input:
    """Open what a source names.

    Parameters
    ----------
    spec
        Where it lies, and how to read it.

    Returns
    -------
    Input
        The rows; those of several files in the order of the list, and in that of their names for globs and folders.

    Raises
    ------
    SourceError
        It is missing, empty, damaged or not what it is said to be. The message says which option to set.

    Examples
    --------
    >>> open_source(SourceSpec(path="sklearn://iris")).rows
    150
    """
    if isinstance(spec, Source) and spec.stack:
        parts = [_opened(each) for each in spec.stack]
        labels = [each.label or part.origin for each, part in zip(spec.stack, parts, strict=True)]
        opened = stacked(parts, labels, spec.stack_column, fill=spec.missing == "null")
    else:
        opened = _opened(spec)
    for part in spec.join if isinstance(spec, Source) else ():
        opened = joined(opened, _opened(part), part)
    return opened


def _opened(spec: SourceSpec) -> Input:
    """Open one source."""
    named = (spec.path,) if isinstance(spec.path, str) else spec.path
    opened = {path: place.open(path, spec) for path in named if (place := place_of(path))}
    for path, each in opened.items():
        if isinstance(each, Input) and len(named) == 1:
            return each
        if isinstance(each, Input):
            raise SourceError(f"{path}: stands in a list of files, and is none: name it alone")
    if not opened:
        paths = find(named)
        _hold(spec, [(path, str(path)) for path in paths])
        return open_files(spec, paths)
    files: list[tuple[Path, str]] = []
    for path in named:
        found = opened.get(path)
        files += found.names.items() if isinstance(found, Brought) else [(each, str(each)) for each in find((path,))]
    copies = tuple(copy for each in opened.values() if isinstance(each, Brought) for copy in each.copies)
    return _called_by_address(spec, files, copies)


def _called_by_address(spec: SourceSpec, files: Sequence[tuple[Path, str]], copies: tuple[Copy, ...]) -> Input:
    """Open files, and have those that were brought here called by their addresses."""
    names = {str(path): name for path, name in files}
    _hold(spec, files)
    try:
        input_ = open_files(spec, tuple(path for path, _ in files))
    except SourceError as error:
        raise SourceError(_called(str(error), names)) from error

    return _renamed(input_, names, copies)


def _renamed(input_: Input, names: Mapping[str, str], copies: tuple[Copy, ...] = ()) -> Input:
    """Return an input whose files are called by their addresses."""

    def diagnose() -> str | None:
        said = input_.diagnose()
        return said and _called(said, names)

    def mended() -> Input | None:
        left = input_.mended()
        return left and _renamed(left, names)

    return replace(
        input_,
        origin=_called(input_.origin, names),
        names=tuple(names[str(file)] for file in input_.files),
        copies=(*input_.copies, *copies),
        pieces=(),  # what was brought here, other machines do not see
        set_aside=tuple(SetAside(*(_called(each, names) for each in (one.file, one.why))) for one in input_.set_aside),
        mended=mended,
        diagnose=diagnose,
    )


def _hold(spec: SourceSpec, files: Sequence[tuple[Path, str]]) -> None:
    """Refuse a file that is not the one whose checksum was said."""
    if spec.checksum is None:
        return
    if len(files) > 1:
        raise SourceError(f"{files[0][1]} and {len(files) - 1} more files: `checksum:` is that of one file: name one")
    hold_checksum(files[0][0], spec.checksum, files[0][1])


def _called(text: str, names: Mapping[str, str]) -> str:
    for path, name in names.items():
        text = text.replace(path, name)
    return text
