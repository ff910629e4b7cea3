from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

import pytest
from pydantic import Field

from wrangle.rulefile.jsontypes import TEXT, json_type
from wrangle.steps.options import Columns, Scalar

VARIABLE = {"$ref": "#/$defs/variable"}


@pytest.mark.parametrize(
    ("annotation", "schema"),
    [
        (str, TEXT),
        (Scalar, TEXT),
        (Scalar | None, {"anyOf": [TEXT, {"type": "null"}]}),
        (bool, {"anyOf": [{"type": "boolean"}, VARIABLE]}),
        (Annotated[float, Field(ge=0)], {"anyOf": [{"type": "number"}, VARIABLE]}),
        (Literal["a", "null"], {"enum": ["a", "null", None]}),
        (Columns, {"$ref": "#/$defs/columns"}),
        (Mapping[str, Sequence[str]], {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}}),
    ],
)
def test_an_annotation_has_a_schema(annotation, schema):
    assert json_type(annotation) == schema
