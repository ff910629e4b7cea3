"""Every built-in vocabulary is what its script makes of the Unicode CLDR and the reviewed aliases, and clear."""

import json
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from wrangle.steps import spellings
from wrangle.vocabularies import FOLDER, KEYS, locales, names, reading, translated

CODES = {"countries": "alpha_2", "currencies": "code", "languages": "code", "us_states": "code"}


def read(name):
    return pl.read_csv(FOLDER / f"{name}.csv", infer_schema=False).fill_null("")


@pytest.mark.parametrize("name", names())
def test_the_file_is_fresh(name):
    made = getattr(import_module(f"wrangle.vocabularies.make_{name}"), name)()
    assert_frame_equal(read(name), made.fill_null(""))


@pytest.mark.parametrize("name", names())
def test_no_spelling_is_of_two_entries(name):
    table = read(name)
    doubled = (
        table.group_by("spelling").agg(pl.col(CODES[name]).n_unique().alias("entries")).filter(pl.col("entries") > 1)
    )
    assert doubled.height == 0


@pytest.mark.parametrize("name", names())
def test_reviewed_spellings_stay_apart_however_they_are_folded(name):
    table = spellings.keyed(read(name), spellings.reading_of(Path(name))).filter(match="")
    for key in ("folded", "fingerprint"):
        shared = table.group_by(key).agg(pl.col("name").unique()).filter(pl.col("name").list.len() > 1)
        assert shared.height == 0, shared


@pytest.mark.parametrize("name", names())
def test_every_entry_is_found_by_its_name_and_its_code(name):
    table = read(name)
    for (code,), part in table.group_by(CODES[name]):
        assert {code, part["name"][0]} <= set(part["spelling"])
        assert part["name"].n_unique() == 1


@pytest.mark.parametrize("name", names())
def test_every_alias_is_of_an_entry_and_stands_once(name):
    stem = {"countries": "country", "currencies": "currency", "languages": "language", "us_states": "us_state"}[name]
    aliases = pl.read_csv(FOLDER / f"{stem}_aliases.csv", comment_prefix="#", infer_schema=False)
    assert set(aliases[CODES[name]]) <= set(read(name)[CODES[name]])
    assert not aliases.select("alias", CODES[name]).is_duplicated().any()


@pytest.mark.parametrize("name", sorted(KEYS))
def test_other_languages_name_entries_of_the_vocabulary(name):
    found = translated(name, ["fr", "de"])
    assert set(found[KEYS[name]]) <= set(read(name)[KEYS[name]])
    assert {"de", "fr", "zh_Hant"} <= set(locales(name))


def test_english_needs_no_other_language():
    assert translated("countries", ["en"]).height == 0
    assert locales("us_states") == ["en"]


def test_how_texts_are_read_is_a_list_of_patterns_that_polars_knows():
    for name in names():
        frame = pl.DataFrame({"a": ["st x"]}).select(spellings.read(pl.col("a"), reading(name)))
        assert frame.height == 1
        assert json.loads(json.dumps(spellings.reading_of(Path(name)))) == spellings.reading_of(Path(name))


def test_built_in_vocabularies_are_listed():
    assert names() == ["countries", "currencies", "languages", "us_states"]
