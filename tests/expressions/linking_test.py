import numpy as np
import polars as pl
import pytest

from wrangle.expressions import linking
from wrangle.expressions.likeness import Links


def pairs(blocks, height, sides=None):
    return [
        pair
        for one, other in linking.candidates(blocks, height, sides)
        for pair in zip(one.tolist(), other.tolist(), strict=True)
    ]


@pytest.mark.parametrize("at_once", [1, 10, 10_000])
def test_candidates_are_all_pairs_that_share_a_key_each_once(monkeypatch, at_once):
    monkeypatch.setattr(linking, "CANDIDATES", at_once)
    rng = np.random.default_rng(1)
    blocks = [pl.DataFrame({"row": range(40), "key": rng.integers(0, 8, 40).astype(str)}) for _ in range(2)]
    keys = [block["key"].to_list() for block in blocks]
    wanted = [(a, b) for a in range(40) for b in range(a + 1, 40) if any(each[a] == each[b] for each in keys)]
    assert pairs(blocks, 40) == wanted


def test_rows_of_one_side_or_of_none_make_no_pair():
    block = pl.DataFrame({"row": [0, 1, 2, 3], "key": "x"})
    assert pairs([block], 4, np.array([0, 0, 1, -1])) == [(0, 2), (1, 2)]


def test_a_common_word_brings_no_rows_together():
    values = pl.Series(["club " + str(n) for n in range(101)])
    assert set(linking.block_keys(values, "words")["key"]) == {str(n) for n in range(101)}


@pytest.mark.parametrize(
    ("way", "keys"),
    [
        ("exact", ["smith night", "night smith", "nite smyth"]),
        ("prefix", ["smit", "nigh", "nite"]),
        ("fingerprint", ["night smith", "night smith", "nite smyth"]),
        ("phonetic", ["sm0 nt", "nt sm0", "nt sm0"]),
    ],
)
def test_keys_are_made_of_the_text_without_case_and_punctuation(way, keys):
    found = linking.block_keys(pl.Series([None, "Smith, Night", "NIGHT SMITH", "Nite Smyth", "!"]), way)
    assert found["row"].to_list() == [1, 2, 3]
    assert found["key"].to_list() == keys


def test_no_rows_have_no_pairs_and_no_clusters():
    nothing = Links(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    assert pairs([], 0) == []
    assert linking.clusters(nothing, 0).tolist() == []
    assert linking.best_only(nothing, np.empty(0, np.int64)).one.tolist() == []


def test_equal_links_go_to_the_first_and_each_row_has_one():
    links = Links(np.array([0, 0, 1, 1]), np.array([2, 3, 2, 3]), np.full(4, 0.8))
    best = linking.best_only(links, np.array([0, 0, 1, 1]))
    assert list(zip(best.one, best.other, strict=True)) == [(0, 2)]
    three = Links(np.array([0, 0]), np.array([1, 2]), np.array([0.9, 0.8]))
    assert linking.best_only(three, np.array([0, 1, 2])).other.tolist() == [1, 2]
