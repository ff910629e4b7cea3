import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.steps.text.change_case import ChangeCase


def changed(texts, to):
    frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)})
    return frame.select(ChangeCase(column="a", to=to).express({})).to_series().to_list()


@settings(max_examples=80, deadline=None, derandomize=True)
@given(texts=st.lists(st.one_of(st.none(), st.text("aB éÜß-'3.")), max_size=6))
def test_small_letters_and_capitals_are_what_python_writes(texts):
    assert changed(texts, "lower") == [each if each is None else each.lower() for each in texts]
    assert changed(texts, "upper") == [each if each is None else each.upper() for each in texts]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(texts=st.lists(st.text("abC éÜ-3. "), max_size=6))
def test_a_sentence_begins_with_a_capital_and_has_no_other(texts):
    for before, after in zip(texts, changed(texts, "sentence"), strict=True):
        letters = [each for each in after if each.isalpha()]
        assert after.lower() == before.lower()
        assert [each.isupper() for each in letters] == [True, *[False] * (len(letters) - 1)][: len(letters)]


@pytest.mark.parametrize(("text", "title"), [("they've", "They've"), ("l'avion", "L'Avion"), ("d'Or", "D'Or"),
                                             ("22nd st", "22nd St"), ("a.b", "A.B")])  # fmt: skip
def test_titles(text, title):
    assert changed([text], "title") == [title]
