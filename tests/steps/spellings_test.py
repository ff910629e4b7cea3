"""A vocabulary is a table of spellings with keys; what is wrong with one is told."""

from pathlib import Path

import polars as pl
import pytest

from wrangle.errors import SchemaError, SourceError
from wrangle.steps import spellings


def test_another_output_does_not_become_a_spelling_where_that_is_anothers():
    table = spellings.of_built_in("languages", "alpha_3", ["en"])
    assert not table["spelling"].is_duplicated().any()


@pytest.mark.parametrize(("vocabulary", "output", "locales", "said"), [
    ("countries", "alpha_2", ["en", "fr"], ""),
    ("contries", "name", ["en"], "did you mean 'countries'"),
    ("countries", "alfa_2", ["en"], "did you mean 'alpha_2'"),
    ("countries", "match", ["en"], "has no output 'match'"),
    ("us_states", "code", ["fr"], "has no names in 'fr'"),
])  # fmt: skip
def test_what_a_built_in_vocabulary_does_not_have_is_told(vocabulary, output, locales, said):
    found = spellings.faults(vocabulary, output, locales)
    assert said in found
    assert bool(found) == bool(said)


def test_an_earlier_language_counts_before_a_later():
    one = spellings.of_built_in("countries", "alpha_2", ["fr", "es"])
    other = spellings.of_built_in("countries", "alpha_2", ["es", "fr"])
    assert set(one["spelling"]) == set(other["spelling"])
    assert one.filter(spelling="Allemagne")["match"].to_list() == ["folded"]


def test_a_file_that_is_no_vocabulary_is_told(tmp_path):
    path = tmp_path / "broken.parquet"
    path.write_text("spelling,name", encoding="utf-8")
    with pytest.raises(SourceError, match="cannot be read"):
        spellings.of_file(path, "name")
    path = tmp_path / "skies.csv"
    path.write_text("spelling,name\nOVC,Overcast\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="no column 'code'"):
        spellings.of_file(path, "code")


def test_texts_are_read_only_by_a_built_in_vocabulary():
    assert spellings.reading_of(Path("countries"))
    assert spellings.reading_of(Path("skies.csv")) == spellings.reading_of(None) == []
    frame = pl.DataFrame({"a": ["Terminal 1"]})
    assert frame.select(spellings.read(pl.col("a"), []))["a"].to_list() == ["terminal 1"]
