"""Makes the reference page of a step, check or section from its class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from wrangle.catalogue import UnknownNameError, modules, operation
from wrangle.engine.contract import ColumnSpec
from wrangle.errors import did_you_mean
from wrangle.rulefile.docs import option_docs, plain, sections
from wrangle.rulefile.options import options
from wrangle.rulefile.schema import in_range
from wrangle.rulefile.words import field_in_words
from wrangle.sections.base import Section
from wrangle.sources.source import Source

_LAST = ("where", "otherwise", "mostly", "name", "at")


def page(keyword: str) -> str:
    """Return the reference page of a step, a check or a section, in Markdown.

    A name that is both, as `columns`, has the section's below.

    Raises
    ------
    UnknownNameError
        There is no such step, check or section; the message names the closest.
    """
    sections = section_classes()
    if keyword in sections and keyword not in {*modules("steps"), *modules("checks")}:
        return section_page(keyword)
    more = f"\n{section_page(keyword)}" if keyword in sections else ""
    return _operation_page(keyword) + more


def section_classes() -> dict[str, type[BaseModel]]:
    """Return section -> the class of its options, of sections that have any; of `columns`, those of each column.

    Examples
    --------
    >>> list(section_classes())
    ['source', 'columns', 'quarantine', 'train', 'serve', 'monitor', 'engine']
    """
    named = {name: operation("sections", name) for name in ("quarantine", "train", "serve", "monitor", "engine")}
    return {"source": Source, "columns": ColumnSpec, **named}


def section_page(keyword: str) -> str:
    """Return the reference page of a section: its options, and below those of each option that has some itself.

    Examples
    --------
    >>> [line for line in section_page("serve").splitlines() if line.startswith("#")]
    ['# serve', '## serve: capture', '## serve: limits']
    """
    parts = list(_section(keyword, section_classes()[keyword], "#"))
    return "\n\n".join([parts[0], "*section*", *parts[1:]]) + "\n"


def _section(name: str, cls: type[BaseModel], mark: str) -> Iterator[str]:
    yield from (f"{mark} {name}", sections(cls)[""], _table(cls))
    for spelled, (_, field) in options(cls).items():
        for inner in _models(field.annotation):
            yield from _section(f"{name}: {spelled}", inner, "##")


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the sections in an annotation: what the option may be, or its values."""
    if isinstance(annotation, type) and issubclass(annotation, Section):
        yield annotation
    for each in get_args(annotation):
        yield from _models(each)


def _operation_page(keyword: str) -> str:
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
    close = did_you_mean(keyword, [*modules("steps"), *modules("checks"), *section_classes()])
    raise UnknownNameError(f"there is no step, check or section {keyword!r}: {close}")


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
    if default is None or default in ((), {}, ""):
        return ""
    if isinstance(default, tuple):
        return f"`[{', '.join(map(str, default))}]`"
    if isinstance(default, Section):
        return ""
    if hasattr(default, "model_dump"):
        return "all that fit" if not default.model_dump(exclude_none=True) else f"`{default!r}`"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"
