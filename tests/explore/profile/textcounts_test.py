import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.explore.profile.textcounts import TextCounts, are_numbers

TEXTS = st.lists(st.sampled_from([" a", "b ", "", "N/A", "n/a", "1.5", "-2 ", "long text", "ü"]), max_size=40)


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.integers(0, 40))
def test_they_are_what_a_loop_over_the_texts_counts(texts, cut):
    counts = TextCounts(numeric=True)
    for part in (texts[:cut], texts[cut:]):
        counts.add(pl.Series(part, dtype=pl.String))
    assert counts.count == len(texts)
    assert counts.letters == sum(map(len, texts))
    assert counts.padded == sum(each != each.strip() for each in texts)
    assert counts.numbers == sum(each.strip() in {"1.5", "-2"} for each in texts)
    assert counts.tokens.total() == sum(each.strip().lower() in {"", "n/a"} for each in texts)


def test_texts_with_counts_stand_as_often():
    one, other = TextCounts(numeric=True), TextCounts(numeric=True)
    one.add(pl.Series(["2 ", "2 ", "x"]))
    other.add(pl.Series(["2 ", "x"]), pl.Series([2, 1]))
    assert one == other


def test_a_column_is_of_numbers_where_half_of_it_is():
    assert are_numbers(pl.Series(["1", "x"]), pl.Series([5, 4]))
    assert not are_numbers(pl.Series(["1", "x"]), pl.Series([4, 5]))
