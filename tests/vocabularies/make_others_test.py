"""Texts that are no country's keep a mistyped one from being found in their place."""

import polars as pl

from wrangle.steps.categories.canonicalize import Canonicalize
from wrangle.vocabularies import FOLDER, others
from wrangle.vocabularies.make_others import countries_others


def found(texts, **options):
    step = Canonicalize(column="a", vocabulary="countries", output="alpha_2", fuzzy=85, **options)
    return pl.DataFrame({"a": texts}).select(step.express(step.learn({}))).to_series().to_list()


def test_the_file_is_fresh_and_holds_parts_of_the_world_states_and_what_was_reviewed():
    made = countries_others()
    assert made["text"].to_list() == pl.read_csv(FOLDER / "countries_others.csv", infer_schema=False)["text"].to_list()
    assert {"Western Africa", "Texas", "Siberia"} <= set(made["text"])
    assert made["text"].is_duplicated().sum() == 0


def test_what_is_no_country_is_no_spelling_of_one_and_is_never_taken_for_one():
    known = others("countries")
    assert not set(known) & set(pl.read_csv(FOLDER / "countries.csv", infer_schema=False)["spelling"])
    taken = [text for text, code in zip(known, found(known), strict=True) if code]
    assert taken == []


def test_what_is_more_like_a_country_is_still_found():
    assert found(["Souht Africa", "Liberja", "Swtizerland"]) == ["ZA", "LR", "CH"]


def test_a_vocabulary_without_such_texts_has_none():
    assert others("us_states") == others("currencies") == []
