import pytest

from wrangle.rulefile.sentences import limit, wanted


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("int_parsing", "a whole number"),
        ("int_from_float", "a whole number"),
        ("float_type", "a number"),
        ("bool_parsing", "true or false"),
        ("string_type", "a text"),
        ("tuple_type", "a list"),
        ("frozen_set_type", "a list"),
        ("model_type", "a mapping"),
        ("missing", ""),
    ],
)
def test_types_are_said_in_words(kind, words):
    assert wanted(kind) == words


@pytest.mark.parametrize(
    ("kind", "context", "words"),
    [
        ("less_than_equal", {"le": 1.0}, "must be at most 1"),
        ("less_than", {"lt": 0.5}, "must be less than 0.5"),
        ("too_short", {"min_length": 2}, "must have at least 2 entries"),
        ("string_too_short", {"min_length": 1}, "must not be empty"),
        ("literal_error", {}, ""),
    ],
)
def test_limits_are_said_in_words(kind, context, words):
    assert limit(kind, context) == words
