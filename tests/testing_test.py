import polars as pl
import pytest

from wrangle.errors import RuleFileError
from wrangle.testing import apply, run


def test_one_step_is_applied_to_lists_or_series():
    assert apply("clip: {column: a, min: 2}", a=[1, 5, None]) == {"a": [2, 5, None]}
    assert apply("clip: {column: a, min: 2}", a=pl.Series([1], dtype=pl.Int8), b=["x"]) == {"a": [2], "b": ["x"]}


def test_a_rule_may_be_written_over_several_lines():
    rule = "canonicalize:\n  column: a\n  names:\n    Norway: [NO]\n"
    assert apply(rule, a=["no"]) == {"a": ["Norway"]}


def test_a_check_is_run_in_its_section_and_the_whole_result_is_there():
    result = run("between: {column: a, min: 0}", pl.DataFrame({"a": [1, -1]}), section="expect")
    assert result.clean["a"].to_list() == [1]
    assert result.quarantine["a"].to_list() == [-1]


def test_a_faulty_rule_is_refused():
    with pytest.raises(RuleFileError, match="did you mean 'clip'"):
        apply("clipp: {column: a, min: 0}", a=[1])
