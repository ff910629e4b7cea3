import numpy as np
import polars as pl
import pytest
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from wrangle.expressions.likeness import alike, letter_pairs, likeness

TEXTS = pl.Series(["blue note", "note blue", "blue not", "xyz", None])
ONE, OTHER = np.array([0, 0, 0, 0]), np.array([1, 2, 3, 4])


@pytest.mark.parametrize(
    ("method", "scorer"),
    [
        ("edit", OSA.normalized_similarity),
        ("jaro_winkler", JaroWinkler.normalized_similarity),
        ("token_sort", lambda a, b: fuzz.token_sort_ratio(a, b) / 100),
        ("token_set", lambda a, b: fuzz.token_set_ratio(a, b) / 100),
    ],
)
def test_text_is_as_alike_as_rapidfuzz_says_one_pair_at_a_time(method, scorer):
    found = likeness(TEXTS, method, 1, 0, 1).of(ONE, OTHER)
    wanted = [scorer(TEXTS[a], TEXTS[b]) for a, b in ((0, 1), (0, 2), (0, 3))]
    assert found.tolist() == pytest.approx([*wanted, 0.5], abs=1e-6)


def test_values_count_evenly_from_the_least_likeness_on():
    half = likeness(TEXTS, "edit", 1, 0.5, 1).of(ONE, OTHER)
    assert half.tolist() == pytest.approx([0, 2 * (8 / 9) - 1, 0, 0.5], abs=1e-6)


def test_rare_letter_pairs_count_for_more():
    texts = pl.Series(["club qx", "club ab", "club cd", "club ef", "ab", "qx"])
    column = likeness(texts, "letters", 1, 0, 1)
    rare, frequent = column.of(np.array([0, 0]), np.array([5, 1]))
    assert 0 < frequent < rare < 1


def test_letter_pairs_stand_once_whatever_else_there_is():
    assert letter_pairs(pl.Series(["aaaa"])).sum() == 3
    assert letter_pairs(pl.Series([], dtype=pl.String)).shape[0] == 0


def test_numbers_are_alike_by_their_share_and_dates_by_days():
    numbers = likeness(pl.Series([100.0, 95.0, 50.0, 0.0, float("nan")]), "number", 1, 0, 0.1)
    assert numbers.of(ONE, OTHER).tolist() == pytest.approx([0.5, 0, 0, 0.5])
    dates = pl.Series(["2024-01-01", "2024-01-04", "2025-01-01", None]).str.to_date()
    assert likeness(dates, "date", 1, 0, 30).of(ONE[:3], OTHER[:3]).tolist() == pytest.approx([0.9, 0, 0.5])


def test_a_column_counts_by_how_rarely_two_rows_agree_in_it():
    city = likeness(pl.Series(["oslo", "oslo", "oslo", "bergen"]), "exact", 1, 0, 1)
    phone = likeness(pl.Series(["1", "2", "3", "3"]), "exact", 1, 0, 1)
    assert phone.weight > city.weight
    links = alike(iter([(np.array([0, 2]), np.array([1, 3]))]), [city, phone], 0.6)
    assert links.one.tolist() == [2]


def test_letting_go_of_hopeless_pairs_changes_no_answer():
    rng = np.random.default_rng(0)
    columns = [likeness(pl.Series(rng.integers(0, 9, 50)).cast(pl.String), "edit", 1, 0, 1) for _ in range(3)]
    one, other = np.triu_indices(50, 1)
    total = sum(column.weight for column in columns)
    score = sum(column.weight * column.of(one, other) for column in columns) / total
    links = alike(iter([(one, other)]), columns, 0.6)
    assert set(zip(links.one, links.other, strict=True)) == set(
        zip(one[score >= 0.6], other[score >= 0.6], strict=True)
    )
