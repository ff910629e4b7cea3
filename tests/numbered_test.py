import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from wrangle.numbered import numbered


@given(st.lists(st.none() | st.text(max_size=3)))
def test_numbers_give_the_texts_back_and_each_stands_once(texts):
    found = numbered(pl.Series(texts, dtype=pl.String))
    assert [found.texts[int(code)] for code in found.codes] == texts
    assert len(found.texts) == len(set(texts))
