"""What came with copying a text is taken from it, and nothing that tells names apart."""

import polars as pl
import pytest

from wrangle.expressions.marks import MISREAD, unmarked


def plain(text):
    return pl.DataFrame({"a": [text]}).select(unmarked(pl.col("a")))["a"][0].strip()


@pytest.mark.parametrize("marked", ["Chad[1]", "Chad [a]", "Chad (b)", "Chad (12)", "Chad²", "Chadª",
                                    "Chad a/", "Chad 3)", "Chad[note 2]", "Chad (*)", "Chad&nbsp;"])  # fmt: skip
def test_marks_of_footnotes_are_taken_off(marked):
    assert plain(marked) == "Chad"


@pytest.mark.parametrize("text", ["Kenya [KE]", "Kenya (KEN)", "Congo (Brazzaville)", "Malta/Gozo", "Korea (South)"])
def test_what_tells_names_apart_stays(text):
    assert plain(text) == text


@pytest.mark.parametrize(("text", "meant"), [
    ("S&atilde;o Tom&eacute;", "Sao Tome"), ("Trinidad &amp; Tobago", "Trinidad & Tobago"),
    ("Côte d&#39;Ivoire", "Côte d Ivoire"), ("L\u2019Inde", "L Inde"),
])  # fmt: skip
def test_entities_and_elisions_are_read(text, meant):
    assert plain(text) == meant


@pytest.mark.parametrize("name", ["São Tomé", "Curaçao", "Türkiye", "Åland", "Česko", "Łódź"])
def test_letters_read_by_the_wrong_code_page_are_those_that_were_written(name):
    wrong = "".join(each if each.isascii() else each.encode().decode("latin-1") for each in name)
    assert wrong != name
    assert plain(wrong) == name


def test_a_misread_letter_is_more_than_one_and_stands_for_one():
    assert all(len(wrong) > 1 and len(right) == 1 for wrong, right in MISREAD.items())


def test_null_stays_null():
    assert pl.DataFrame({"a": pl.Series([None], dtype=pl.String)}).select(unmarked(pl.col("a")))["a"].to_list() == [
        None
    ]
