"""The built-in vocabulary of languages is what the script makes of the Unicode CLDR and the reviewed aliases."""

import polars as pl
import pytest

from wrangle.vocabularies.make_languages import BIBLIOGRAPHIC, NOT_LANGUAGES, alpha_3, languages


@pytest.fixture(scope="module")
def table():
    return languages()


@pytest.mark.parametrize(("spelling", "code"), [("German", "de"), ("Deutsch", "de"), ("de", "de"), ("DE", "de"),
                                                ("deu", "de"), ("Farsi", "fa"), ("日本語", "ja")])  # fmt: skip
def test_names_also_in_the_language_itself_and_codes_are_spellings(table, spelling, code):
    assert table.filter(spelling=spelling)["code"].to_list() == [code]


def test_codes_count_only_as_they_stand(table):
    codes = table.filter(pl.col("spelling").str.to_lowercase() == pl.col("code"), pl.col("code").str.len_chars() == 2)
    assert codes.height > 2 * 180
    assert set(codes.filter(pl.col("spelling") != pl.col("name"))["match"]) <= {"exact"}


def test_a_long_code_is_that_of_the_terminology_not_that_of_libraries(table):
    pairs = alpha_3()
    assert (pairs["de"], pairs["fr"], pairs["zh"], pairs["nl"]) == ("deu", "fra", "zho", "nld")
    assert not BIBLIOGRAPHIC & set(pairs.values())
    assert not BIBLIOGRAPHIC & set(table["alpha_3"])


def test_what_is_no_language_is_left_out(table):
    assert not NOT_LANGUAGES & set(table["code"])


def test_a_spelling_is_of_one_language(table):
    assert not table["spelling"].is_duplicated().any()


def test_a_languages_long_code_is_its_own_where_it_has_no_short_one(table):
    long = table.filter(pl.col("code").str.len_chars() == 3)
    assert (long["alpha_3"] == long["code"]).all()
