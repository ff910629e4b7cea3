import pytest

from wrangle.expressions.patterns import regular_expression


@pytest.mark.parametrize("pattern", ["", "^a|b$", r"(?i)x\d+", r"(?P<name>\p{L})"])
def test_a_pattern_of_rusts_syntax_is_taken_as_it_is(pattern):
    assert regular_expression(pattern) == pattern


@pytest.mark.parametrize(("pattern", "why"), [("(", "unclosed group"), ("(?=x)", "look-around"), (r"(a)\1", "backref"),
                                              ("(?:a{1000}){1000}{9}", "size limit")])  # fmt: skip
def test_a_pattern_that_polars_cannot_work_with_is_refused_with_the_reason(pattern, why):
    with pytest.raises(ValueError, match=why):
        regular_expression(pattern)
