import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from wrangle.steps.text.replace_text import ReplaceText


def replaced(texts, pattern, with_, **options):
    step = ReplaceText.model_validate({"column": "a", "pattern": pattern, "with": with_, **options})
    return pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)}).select(step.express({})).to_series().to_list()


SIGNS = "ab.+*?()[]{}|^$\\#&-~/ é"


@settings(max_examples=120, deadline=None, derandomize=True)
@given(
    text=st.text(SIGNS, max_size=12), find=st.text(SIGNS, min_size=1, max_size=2), with_=st.text("x$1\\{}", max_size=3)
)
def test_plain_text_is_replaced_as_python_does(text, find, with_):
    assert replaced([text], find, with_, literal=True) == [text.replace(find, with_)]
    assert replaced([text], find, with_, literal=True, first=True) == [text.replace(find, with_, 1)]
    wanted = re.sub(re.escape(find), lambda _: with_, text, flags=re.IGNORECASE)
    assert replaced([text], find, with_, literal=True, ignore_case=True) == [wanted]


@pytest.mark.parametrize(("pattern", "with_", "python"), [
    (r"(\d+)-(\d+)", "$2:$1", r"\2:\1"), (r"[aeiou]", "", ""), (r"(?P<y>\d{2})", "<$y>", r"<\g<y>>")])  # fmt: skip
def test_patterns_are_replaced_as_python_does(pattern, with_, python):
    texts = ["12-34 and 5-6", "none", ""]
    assert replaced(texts, pattern, with_) == [re.sub(pattern, python, each) for each in texts]


@pytest.mark.parametrize("options", [{"pattern": "(", "with": ""}, {"pattern": "a", "with": "$1"},
                                     {"pattern": "(a)", "with": "$ab"}, {"pattern": "", "with": "x"}])  # fmt: skip
def test_what_could_only_go_wrong_is_refused(options):
    with pytest.raises(ValidationError):
        ReplaceText.model_validate({"column": "a", **options})


def test_a_dollar_sign_of_a_plain_text_is_no_group():
    assert replaced(["a"], "a", "$5", literal=True) == ["$5"]
