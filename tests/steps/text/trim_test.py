import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.steps.text.trim import Trim

BLANKS = [" ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\u2009", "\u200b", "\ufeff", "\u2028"]


def trimmed(texts, **options):
    frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)})
    return frame.select(Trim(columns=["a"], **options).express({})).to_series().to_list()


words = st.lists(st.sampled_from(["x", "united", "Ü", "0"]), max_size=4)
blanks = st.lists(st.sampled_from(BLANKS), max_size=3).map("".join)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(words=words, data=st.data())
def test_words_stay_with_one_blank_between_them(words, data):
    gap = blanks.filter(bool)
    text = data.draw(blanks) + "".join(word + data.draw(gap) for word in words)
    assert trimmed([text]) == [" ".join(words)]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(text=st.text(max_size=12))
def test_trimming_twice_is_trimming_once(text):
    once = trimmed([text])
    assert trimmed(once) == once
    assert once[0] == once[0].strip()


@pytest.mark.parametrize("blank", BLANKS)
def test_every_kind_of_white_space_goes_from_the_ends(blank):
    assert trimmed([f"{blank}a{blank}", blank, None]) == ["a", "", None]


def test_the_inside_stays_where_told():
    assert trimmed([" a \t b "], inner=False) == ["a \t b"]
    assert re.search(r"\s{2}", trimmed([" a  b "], inner=False)[0])
