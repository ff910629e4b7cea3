"""The names in other languages are what the script takes from the Unicode CLDR, and none is of two entries."""

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from wrangle.steps import spellings
from wrangle.steps.categories.canonicalize import Canonicalize
from wrangle.vocabularies import FOLDER, KEYS
from wrangle.vocabularies.make_locales import WRITTEN, languages, locales

SHARED = {"countries": 2, "currencies": 10, "languages": 17}
"""Names that differ in an accent alone ("Katā", "Kāta" in Maori): folded they are of no entry."""


@pytest.fixture(scope="module")
def table():
    return locales()


def test_the_file_is_fresh(table):
    assert_frame_equal(pl.read_parquet(FOLDER / "locales.parquet"), table)


def test_languages_are_those_with_names_enough_and_english_is_none():
    found = languages()
    assert {"de", "es", "fr", "ja", "zh", *WRITTEN} <= set(found)
    assert not {"en", "root", "de_AT"} & set(found)
    assert found == sorted(found)


def test_every_name_is_of_an_entry_of_its_vocabulary(table):
    for name, key in KEYS.items():
        known = set(pl.read_csv(FOLDER / f"{name}.csv", infer_schema=False)[key])
        assert set(table.filter(vocabulary=name)["key"]) <= known


def test_no_name_is_of_two_entries_within_a_language(table):
    assert (table.group_by("vocabulary", "locale", "spelling").agg(pl.col("key").n_unique())["key"] == 1).all()


@pytest.mark.parametrize("name", sorted(KEYS))
def test_names_of_a_language_stay_apart_when_they_are_folded(table, name):
    folded = spellings.keyed(table.filter(vocabulary=name), [])
    shared = folded.filter(pl.col("key").n_unique().over("locale", "folded") > 1)
    assert shared.height == SHARED[name], shared
    assert set(shared["locale"].unique()) <= {"mi", "af", "el", "it", "nn", "rm", "cs", "ga", "to", "yrl"}


@pytest.mark.parametrize("name", sorted(KEYS))
@pytest.mark.parametrize("locale", ["de", "fr", "es", "tr", "ja", "hi", "ar", "el", "it"])
def test_every_name_of_a_language_leads_to_its_entry(table, name, locale):
    own = table.filter(vocabulary=name, locale=locale).unique("spelling", maintain_order=True)
    step = Canonicalize(column="spelling", vocabulary=Path(name), output=KEYS[name], locales=(locale,), into="found")
    found = own.with_columns(step.express(step.learn({})))
    english = set(pl.read_csv(FOLDER / f"{name}.csv", infer_schema=False)["spelling"])
    wrong = found.filter(pl.col("found") != pl.col("key"), ~pl.col("spelling").is_in(english))
    assert wrong.height == 0, wrong


def test_a_name_that_is_anothers_but_for_an_accent_is_found_as_it_stands_only():
    step = Canonicalize(column="a", vocabulary=Path("countries"), output="alpha_2", locales=("mi",), otherwise="null")
    frame = pl.DataFrame({"a": ["Katā", "Kāta", "kata"]})
    assert frame.select(step.express(step.learn({})))["a"].to_list() == ["QA", "TD", None]


def test_vowels_of_indic_scripts_tell_names_apart():
    step = Canonicalize(column="a", vocabulary=Path("countries"), output="alpha_2", locales=("hi",), otherwise="null")
    frame = pl.DataFrame({"a": [" टोगो.", "टोंगा", "टग"]})  # Togo, Tonga, and their consonants alone
    assert frame.select(step.express(step.learn({})))["a"].to_list() == ["TG", "TO", None]
