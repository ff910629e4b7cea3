from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pytest

from wrangle.catalogue import modules, operation
from wrangle.rulefile.words import branches, in_words, is_scalar
from wrangle.steps.options import Column, Columns, Condition, DataFile, NewColumn, NumberColumn, Scalar


@pytest.mark.parametrize(
    ("annotation", "words"),
    [
        (str, "a text"),
        (int | None, "a whole number"),
        (Scalar | None, "a number, a truth value or a text"),
        (tuple[Scalar, ...], "a list of numbers, truth values or texts"),
        (Literal["a", "b"], "one of a, b"),
        (Literal["mean"] | float, "mean or a number"),
        (Column, "the name of a column"),
        (NumberColumn, "the name of a number column"),
        (tuple[NumberColumn, ...], "a list of names of number columns"),
        (NewColumn | None, "the name of a new column"),
        (Columns, "columns: a name, a list of names and globs, `all`, or {type: ...}"),
        (Condition | None, "a SQL condition"),
        (DataFile, "the path of a file"),
        (str | Path, "a text or the path of a file"),
        (Mapping[str, Sequence[str]], "a mapping of texts to lists of texts"),
        (dict[str, float], "a mapping of texts to numbers"),
        (Any, "any value"),
    ],
)
def test_an_annotation_is_said_in_words(annotation, words):
    assert in_words(annotation) == words


def everything():
    return [(folder, keyword) for folder in ("steps", "checks") for keyword in modules(folder)]


@pytest.mark.parametrize(("folder", "keyword"), everything())
def test_where_text_or_a_number_may_stand_the_option_is_a_scalar(folder, keyword):
    """In a plain union of text and numbers pydantic would take every number of a rule file for text."""
    for field in operation(folder, keyword).model_fields.values():
        kinds = set(branches(field.annotation))
        assert is_scalar(field.annotation) or not (str in kinds and kinds & {int, float, bool})
