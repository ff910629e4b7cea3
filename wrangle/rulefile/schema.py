"""Gives the JSON Schema of rule files, so that editors complete and check them."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from wrangle.catalogue import modules, operation
from wrangle.engine.contract import ColumnSpec
from wrangle.rulefile.docs import option_docs, plain, sections, summary
from wrangle.rulefile.jsontypes import TEXT, VARIABLE, Json, json_type
from wrangle.rulefile.options import options
from wrangle.sources.source import Source
from wrangle.steps.options import Between, Selector, Unit, mark

_TEXTS: Json = {"type": "array", "items": TEXT}


def json_schema() -> Json:
    """Return the JSON Schema (draft 2020-12) of a rule file: every step and check with its options.

    Examples
    --------
    >>> sorted(json_schema()["properties"])[:3]
    ['clean', 'columns', 'description']
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "wrangle rule file",
        "type": "object",
        "additionalProperties": False,
        "properties": _sections(),
        "$defs": {
            "variable": VARIABLE,
            "columns": _selector(),
            "column": _short_type(_model(ColumnSpec)),
            "source": _with_short_forms(Source, _model(Source)),
            "step": _one_of("steps"),
            "check": _one_of("checks"),
            "record": {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean", "null"]}},
            **{f"step.{name}": operation_schema("steps", name) for name in modules("steps")},
            **{f"check.{name}": operation_schema("checks", name) for name in modules("checks")},
        },
    }


def schema_text() -> str:
    """Return the JSON Schema as it is kept in `rules/rules.schema.json`."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def operation_schema(folder: str, keyword: str) -> Json:
    """Return the JSON Schema of one step's or check's options, short forms included.

    Parameters
    ----------
    folder : str
        `steps` or `checks`.
    keyword : str
        The step or check.
    """
    cls = operation(folder, keyword)
    return _with_short_forms(cls, _model(cls))


def _sections() -> Json:
    steps = {"type": ["array", "null"], "items": {"$ref": "#/$defs/step"}}
    checks = {"type": ["array", "null"], "items": {"$ref": "#/$defs/check"}}
    columns = {"type": ["object", "null"], "additionalProperties": {"$ref": "#/$defs/column"}}
    source = {"anyOf": [{"$ref": "#/$defs/source"}, _named({"$ref": "#/$defs/source"})]}
    examples = {"type": ["array", "null"], "items": _example()}
    return {
        "name": TEXT | {"description": "The dataset's name; the file's where none is given."},
        "description": TEXT | {"description": "What the rule file is for, in a sentence."},
        "include": {"anyOf": [TEXT, _TEXTS], "description": "Rule files that are read before this one."},
        "vars": {"type": "object", "additionalProperties": TEXT, "description": "Values for ${name}."},
        "source": source | {"description": summary(Source)},
        "columns": columns | {"description": "The contract of the raw data: what each column must be."},
        "clean": steps | {"description": "Steps that mend the data."},
        "transform": steps | {"description": "Steps that make new columns of the clean data."},
        "expect": checks | {"description": "Checks, held against the rows after all steps."},
        "examples": examples | {"description": "Unit tests of the rules: a raw record, and what becomes of it."},
        **{name: _model(operation("sections", name)) for name in modules("sections")},
    }


def _named(inner: Json) -> Json:
    return {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": inner}


def _example() -> Json:
    record = {"$ref": "#/$defs/record"}
    then = {"anyOf": [record, {"const": "rejected"}]}
    properties = {"name": TEXT, "given": record, "then": then}
    return {"type": "object", "properties": properties, "required": ["given", "then"], "additionalProperties": False}


def _selector() -> Json:
    options_ = _model(Selector)
    return {"anyOf": [TEXT, _TEXTS, options_], "description": plain(sections(Selector)[""])}


def _one_of(folder: str) -> Json:
    kind = folder.removesuffix("s")
    properties = {name: {"$ref": f"#/$defs/{kind}.{name}"} for name in modules(folder)}
    one = {"minProperties": 1, "maxProperties": 1, "additionalProperties": False}
    return {"type": "object", **one, "properties": properties}


def _model(cls: type[BaseModel]) -> Json:
    fields = options(cls)
    required = [spelled for spelled, (_, field) in fields.items() if field.is_required()]
    return {
        "type": "object",
        "description": plain(sections(cls)[""]),
        "properties": {spelled: _option(cls, name) for spelled, (name, _) in fields.items()},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _option(cls: type[BaseModel], name: str) -> Json:
    field = cls.model_fields[name]
    words = plain(option_docs(cls).get(name, field.description or ""))
    found = json_type(field.annotation, field.metadata)
    if "$ref" in found:
        found = {"allOf": [found]}
    default = field.get_default()
    shown = {"default": default} if isinstance(default, (str, int, float, bool)) else {}
    return found | {"description": " ".join(filter(None, (words, in_range(cls, name))))} | shown


def in_range(cls: type[BaseModel], name: str) -> str:
    """Return the unit and the valid range of an option, as a sentence; nothing where there is neither.

    Parameters
    ----------
    cls : type
        A step or check.
    name : str
        The option's name in the class.
    """
    unit, between = mark(cls, name, Unit), mark(cls, name, Between)
    words = [f"in {unit.name}"] if unit else []
    words += [f"valid from {between.low:g} to {between.high:g}"] if between else []
    text = ", ".join(words)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _short_type(schema: Json) -> Json:
    return {"anyOf": [schema["properties"]["type"], schema, {"type": "null"}]}


def _with_short_forms(cls: Any, schema: Json) -> Json:
    """Return a schema that also takes the value of the shorthand, and the keys that are gathered."""
    gathers, shorthand = getattr(cls, "gathers", None), getattr(cls, "shorthand", None)
    if gathers:
        spelled = next(key for key, (name, _) in options(cls).items() if name == gathers)
        required = [name for name in schema.pop("required", []) if name != spelled]
        inner = schema["properties"][spelled].get("additionalProperties", True)
        schema |= {"additionalProperties": inner} | ({"required": required} if required else {})
    if not shorthand:
        return schema
    field = cls.model_fields[shorthand]
    return {"anyOf": [json_type(field.annotation, field.metadata), schema], "description": schema["description"]}
