import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from wrangle.expressions import clustering
from wrangle.expressions.clustering import by_distance, by_key, keys_of, neighbours, ordered

WORDS = st.lists(st.text("abc1 ", min_size=1, max_size=9), unique=True, max_size=14)


def near(one, other, most):
    """Tell whether few letters differ, the slow way."""
    digits = ["".join(" " if not each.isdigit() else each for each in text).split() for text in (one, other)]
    short = min(len(one), len(other))
    return digits[0] == digits[1] and short >= 4 and OSA.distance(one, other) <= min(most, short // 4)


@pytest.mark.parametrize("most", [1, 2, 3])
@pytest.mark.parametrize("scores", [4_000_000, 3])
@settings(max_examples=80, deadline=None, derandomize=True)
@given(texts=WORDS.map(lambda texts: [each.strip() for each in texts]).map(dict.fromkeys).map(list))
def test_neighbours_are_all_pairs_that_are_near(most, scores, texts):
    clustering.SCORES, before = scores, clustering.SCORES
    try:
        found = neighbours(pl.Series(texts, dtype=pl.String), most).rows()
    finally:
        clustering.SCORES = before
    wanted = [(i, j) for i in range(len(texts)) for j in range(i + 1, len(texts)) if near(texts[i], texts[j], most)]
    assert found == wanted


@settings(max_examples=100, deadline=None, derandomize=True)
@given(texts=WORDS)
def test_no_value_is_changed_to_one_that_is_changed_itself(texts):
    values = pl.DataFrame({"value": texts, "count": range(len(texts), 0, -1)}, schema_overrides={"value": pl.String})
    for found in (by_distance(values, 1), by_key(values, keys_of(values["value"], "fingerprint"))):
        assert not set(found) & set(found.values())
        assert set(found) | set(found.values()) <= set(texts)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(texts=st.lists(st.text("aB é.-", max_size=8), max_size=6))
def test_fingerprints_are_those_of_openrefine(texts):
    def key(text):
        plain = "".join(each for each in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(each))
        words = "".join(" " if each == "-" else each for each in plain if each != ".").split()
        return " ".join(sorted(set(words))) or None

    assert keys_of(pl.Series(texts, dtype=pl.String), "fingerprint").to_list() == [key(each) for each in texts]


def test_runs_of_letters_are_sorted_and_each_once():
    assert keys_of(pl.Series(["banana", "a", "", None]), "ngram_fingerprint").to_list() == ["anbana", "a", None, None]


def test_equal_texts_of_other_case_are_one_before_they_are_compared():
    values = pl.DataFrame({"value": ["Bergen", "bergen", "Bergne", "BERGNE"], "count": [2, 2, 3, 3]})
    assert by_distance(values, 1) == {"Bergen": "Bergne", "bergen": "Bergne", "BERGNE": "Bergne"}


def test_a_mapping_is_ordered_by_name_then_value():
    assert list(ordered({"b": "y", "a": "y", "c": "x"})) == ["c", "a", "b"]
