"""Finds the model that a complaint of pydantic is about: that of a step or section, or one inside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from wrangle.rulefile.words import branches
from wrangle.steps.options import Selector


@dataclass(frozen=True)
class Home:
    """The innermost model that a path leads into, and the option of it."""

    cls: type[BaseModel]
    keys: tuple[str, ...] = ()
    """The keys that lead to the model from the outermost one."""
    option: str = ""
    """The option, as rule files spell it; empty where the path ends at the model."""

    @property
    def field(self) -> FieldInfo | None:
        """The option's field; None where the model has no such option."""
        return spelled(self.cls).get(self.option)

    @property
    def known(self) -> list[str]:
        """The model's options, those that every step or check has last."""
        return sorted(spelled(self.cls), key=lambda name: name in {"name", "at", "where"})


def spelled(cls: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return each option of a model, as rule files spell it."""
    return {field.alias or name: field for name, field in cls.model_fields.items()}


def home(cls: type[BaseModel], path: Sequence[str | int], *, unknown: bool = False) -> Home:
    """Return the innermost model that a path of pydantic's leads into.

    Parameters
    ----------
    cls : type
        The outermost model.
    path : sequence
        Keys, places in lists, and pydantic's names of types.
    unknown : bool
        Whether the path ends with a key that is no option.

    Examples
    --------
    >>> from wrangle.sections.train import Train
    >>> found = home(Train, ("accept", "roc_auc", "min"))
    >>> found.cls.__name__, found.keys, found.option
    ('Limit', ('accept', 'roc_auc'), 'min')
    """
    found = Home(cls)
    walked: tuple[str, ...] = ()
    types: list[Any] = [cls]
    for number, part in enumerate(path):
        last = unknown and number == len(path) - 1
        model = _model(types, str(part), unknown=last)
        if model is not None:
            found = Home(model, walked, str(part))
            walked = (*walked, str(part))
            types = [] if found.field is None else list(_types(found.field.annotation))
        elif named := [each for each in types if getattr(each, "__name__", None) == part]:
            types = named
        elif inner := list(_inside(types, part)):
            walked = (*walked, str(part)) if isinstance(part, str) else walked
            types = inner
    return found


def _model(types: Sequence[Any], part: str, *, unknown: bool) -> type[BaseModel] | None:
    """Return the model among types whose option a key is; for an unknown key, the only model."""
    models = [each for each in types if isinstance(each, type) and issubclass(each, BaseModel)]
    having = [each for each in models if part in spelled(each) and (each, part) != (Selector, "names")]  # a list
    if having:
        return having[0]
    return models[0] if unknown and len(models) == 1 else None


def _types(annotation: Any) -> Iterator[Any]:
    """Yield the types that an annotation allows, without marks."""
    if get_origin(annotation) is Annotated:
        yield from _types(get_args(annotation)[0])
        return
    for each in branches(annotation):
        if each is annotation:
            yield each
        else:
            yield from _types(each)


def _inside(types: Sequence[Any], part: str | int) -> Iterator[Any]:
    """Yield the types of what stands at a key of a mapping, or at a place of a list."""
    for each in types:
        kind, inner = get_origin(each), [one for one in get_args(each) if one is not ...]
        if not isinstance(kind, type) or not inner:
            continue
        if isinstance(part, str) and issubclass(kind, Mapping):
            yield from _types(inner[-1])
        elif isinstance(part, int) and issubclass(kind, Sequence):
            yield from _types(inner[0])
