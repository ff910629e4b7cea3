"""Globs over names that are no files here: keys of an object store, files of a hub."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterator, Mapping, Sequence

_SIGNS = re.compile(r"\*\*/|\*\*|\*|\?|\[[^\]]+\]")
_MEANING: Mapping[str, str] = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def fixed(pattern: str) -> Iterator[str]:
    """Yield the folders of a pattern before the first with a sign.

    Examples
    --------
    >>> list(fixed("a/b/*/c.csv"))
    ['a', 'b']
    """
    for part in pattern.split("/")[:-1]:
        if glob.has_magic(part):
            return
        yield part


def shape(pattern: str) -> re.Pattern[str]:
    """Return a glob as a regular expression: `*` stays within a folder, `**` does not.

    Examples
    --------
    >>> [bool(shape("a/*.csv").fullmatch(each)) for each in ("a/b.csv", "a/b/c.csv", "a/b_csv")]
    [True, False, False]
    """
    parts: Sequence[str] = _SIGNS.split(pattern)
    signs = [_MEANING.get(sign, sign.replace("[!", "[^")) for sign in _SIGNS.findall(pattern)]
    return re.compile("".join(re.escape(part) + sign for part, sign in zip(parts, [*signs, ""], strict=True)))
