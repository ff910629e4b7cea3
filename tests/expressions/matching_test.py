import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrangle.expressions import matching
from wrangle.expressions.matching import fingerprint, folded, resemble

KNOWN = pl.DataFrame(
    {
        "folded": ["norway", "norge", "sweden", "slovakia", "slovenia"],
        "name": ["Norway", "Norway", "Sweden", "Slovakia", "Slovenia"],
    }
)


def fold(*texts):
    return pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)}).select(folded(pl.col("a")))["a"].to_list()


def names(*texts, min_score=80, margin=5):
    return resemble(pl.Series(texts, dtype=pl.String), KNOWN, min_score, margin).to_list()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  UNITED\u00a0-  States\t", "united states"),
        ("U.S.A.", "usa"),
        ("S\u00e3o Tom\u00e9", "sao tome"),
        ("Sa\u0303o Tome\u0301", "sao tome"),
        ("STRASSE", "strasse"),
        ("Stra\u00dfe", "strasse"),
        ("\u00d8resund", "oresund"),
        ("Trinidad & Tobago", "trinidad and tobago"),
        ("...", ""),
        ("\u65e5\u672c", "\u65e5\u672c"),
        (None, None),
    ],
)
def test_folding_takes_away_what_spellings_differ_in(text, expected):
    assert fold(text) == [expected]


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once(text):
    once = fold(text)
    assert fold(*once) == once


def test_a_fingerprint_does_not_know_the_order_of_words_nor_how_often_they_stand():
    frame = pl.DataFrame({"a": ["korea republic of", "of republic korea korea", "republic", ""]})
    first, second, third, empty = frame.select(fingerprint(pl.col("a")))["a"]
    assert first == second != third
    assert empty == ""


def test_a_text_is_the_name_that_it_clearly_resembles():
    assert names("norwayy", "swedn", "norgee") == ["Norway", "Sweden", "Norway"]


def test_what_resembles_nothing_or_two_names_alike_is_none():
    assert names("atlantis", None) == [None, None]
    assert names("slovnia") == ["Slovenia"]
    assert names("slovia", margin=5) == [None]


def test_two_spellings_of_one_name_are_no_rivals():
    rivals = pl.DataFrame({"folded": ["united state", "united states"], "name": ["US", "US"]})
    assert resemble(pl.Series(["united statess"]), rivals, 80, 20).to_list() == ["US"]


def test_each_text_gets_its_own_answer_however_many_are_compared_at_once(monkeypatch):
    texts = ["norwayy", None, "swedn", "xyz", "norwayy"]
    whole = names(*texts)
    monkeypatch.setattr(matching, "CHUNK", 1)
    assert names(*texts) == whole == ["Norway", None, "Sweden", None, "Norway"]


def test_without_texts_or_spellings_there_is_no_answer():
    assert names() == []
    assert resemble(pl.Series(["x"]), KNOWN.clear(), 80, 5).to_list() == [None]


@pytest.mark.parametrize(("text", "other"), [("टोगो", "टोंगा"), ("ガーナ", "カーナ"), ("ไทย", "ไท้ย")])
def test_marks_that_are_letters_of_their_script_are_kept(text, other):
    assert fold(text) != fold(other)


@pytest.mark.parametrize(("text", "other"), [("Ελλάδα", "ελλαδα"), ("Россия\u0301", "россия"), ("عُمان", "عمان"),
                                             ("Čadić", "cadic"), ("ISRAËL", "israel")])  # fmt: skip
def test_accents_and_points_over_letters_are_dropped(text, other):
    assert fold(text) == fold(other)
