"""Makes the reference page of a step or check from its class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wrangle.catalogue import UnknownNameError, modules, operation
from wrangle.errors import did_you_mean
from wrangle.rulefile.docs import option_docs, plain, sections
from wrangle.rulefile.options import options
from wrangle.rulefile.schema import in_range
from wrangle.rulefile.words import field_in_words

_LAST = ("where", "otherwise", "mostly", "name", "at")


def page(keyword: str) -> str:
    """Return the reference page of a step or check, in Markdown.

    Raises
    ------
    UnknownNameError
        There is no such step or check; the message names the closest.
    """
    cls = operation(folder(keyword), keyword)
    kind = folder(keyword).removesuffix("s")
    said = sections(cls)
    parts = [f"# {keyword}", f"*{kind}*", said[""], *_short_form(cls, keyword), "## Options", _table(cls)]
    if "Examples" in said:
        parts += ["## Example", f"```python\n{said['Examples']}\n```"]
    parts += [f"## {heading}\n\n{said[heading]}" for heading in ("Notes", "References") if heading in said]
    return "\n\n".join(parts) + "\n"


def folder(keyword: str) -> str:
    """Return `steps` or `checks`: which of them a keyword is of.

    Raises
    ------
    UnknownNameError
        It is of neither; the message names the closest.

    Examples
    --------
    >>> folder("between")
    'checks'
    """
    for name in ("steps", "checks"):
        if keyword in modules(name):
            return name
    close = did_you_mean(keyword, [*modules("steps"), *modules("checks")])
    raise UnknownNameError(f"there is no step or check {keyword!r}: {close}")


def _short_form(cls: Any, keyword: str) -> Iterator[str]:
    shorthand, gathers = getattr(cls, "shorthand", None), getattr(cls, "gathers", None)
    if shorthand:
        yield f"Short form: `{keyword}: ...` stands for `{keyword}: {{{_spelled(cls, shorthand)}: ...}}`."
    if gathers:
        yield f"All keys that are no option go into `{_spelled(cls, gathers)}`."


def _spelled(cls: Any, name: str) -> str:
    return next(key for key, (each, _) in options(cls).items() if each == name)


def _table(cls: Any) -> str:
    """Return the options, those that belong to every step or check last."""
    ordered = sorted(options(cls), key=lambda spelled: _LAST.index(spelled) if spelled in _LAST else -1)
    rows = [_row(cls, spelled) for spelled in ordered]
    return "\n".join(("| option | takes | default | meaning |", "|---|---|---|---|", *rows))


def _row(cls: Any, spelled: str) -> str:
    name, field = options(cls)[spelled]
    default = "**required**" if field.is_required() else _default(field.get_default(call_default_factory=True))
    meaning = plain(option_docs(cls).get(name, field.description or ""))
    limits = in_range(cls, name)
    cells = (f"`{spelled}`", field_in_words(field), default, " ".join(filter(None, (meaning, limits))))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _default(default: Any) -> str:
    if default is None or default in ((), {}):
        return ""
    if hasattr(default, "model_dump"):
        return "all that fit" if not default.model_dump(exclude_none=True) else f"`{default!r}`"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"
