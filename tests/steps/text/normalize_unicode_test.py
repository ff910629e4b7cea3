import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.steps.text.normalize_unicode import NormalizeUnicode


def normal(texts, **options):
    frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)})
    return frame.select(NormalizeUnicode(column="a", **options).express({})).to_series().to_list()


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@settings(max_examples=60, deadline=None, derandomize=True)
@given(texts=st.lists(st.text("aé\u0301\u0327ﬁ\uff12²ßøÅ\u212b\u1e9b\u0323", max_size=8), max_size=5))
def test_a_form_is_the_one_that_python_knows(form, texts):
    assert normal(texts, form=form) == [unicodedata.normalize(form, each) for each in texts]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(texts=st.lists(st.text("aéÅ\u0301øñ ", max_size=8), max_size=5))
def test_without_accents_no_mark_is_left(texts):
    for each in normal(texts, strip_accents=True):
        assert not any(unicodedata.combining(sign) for sign in unicodedata.normalize("NFD", each))


def test_texts_without_a_reference_are_left_alone():
    assert normal(["a & b", None, "&nothing;", "&lt;b&gt;", "&#xe9;&#0;"], unescape_html=True) == [
        "a & b",
        None,
        "&nothing;",
        "<b>",
        "é\ufffd",
    ]
