"""The built-in vocabulary of countries is what the script makes of the Unicode CLDR and the reviewed aliases."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from wrangle.vocabularies import FOLDER
from wrangle.vocabularies.make_countries import NOT_COUNTRIES, alpha_3, countries, lost, misread


@pytest.fixture(scope="module")
def table():
    return countries()


def test_the_file_is_fresh(table):
    kept = pl.read_csv(FOLDER / "countries.csv", infer_schema=False)
    assert_frame_equal(kept.fill_null(""), table.fill_null(""))


def test_no_spelling_is_of_two_countries(table):
    doubled = table.group_by("spelling").agg(pl.col("name").n_unique()).filter(pl.col("name") > 1)
    assert doubled.height == 0


def test_every_country_has_its_name_and_both_codes_as_spellings(table):
    for (name,), part in table.group_by("name"):
        assert {name, part["alpha_2"][0], part["alpha_3"][0]} <= set(part["spelling"]), name
        assert part.select("alpha_2", "alpha_3").n_unique() == 1


def test_codes_count_only_as_they_stand(table):
    codes = table.filter(pl.col("spelling") == pl.col("alpha_2"))
    assert set(codes.filter(match="exact")["alpha_2"]) == set(table["alpha_2"]) - {"US"}
    assert set(codes.filter(match="")["alpha_2"]) <= {"US", "UK"}  # reviewed: "us" is no word in a column of countries
    assert not NOT_COUNTRIES & set(table["alpha_2"])


def test_there_are_the_countries_of_iso_3166_and_kosovo(table):
    assert table["alpha_2"].n_unique() == 250
    assert table["alpha_3"].str.len_chars().unique().to_list() == [3]
    assert alpha_3()["XK"] == "XKX"


def test_namibia_is_no_missing_value(table):
    assert table.filter(spelling="NA")["name"].to_list() == ["Namibia"]


def test_a_name_that_was_cut_or_misread_is_known_where_it_is_nobody_elses(table):
    assert table.filter(spelling="Switzerl")["alpha_2"].to_list() == ["CH"]
    assert table.filter(spelling=misread("Türkiye"))["alpha_2"].to_list() == ["TR"]
    assert table.filter(spelling="Dominica")["alpha_2"].to_list() == ["DM"]  # not the Dominican Republic, cut off


def test_names_in_a_countrys_own_language_are_known(table):
    assert table.filter(pl.col("spelling").is_in(["Suomi", "Sverige"]))["alpha_2"].to_list() == ["FI", "SE"]
    assert table.filter(spelling="Island")["match"].to_list() == ["exact"]  # Iceland in German; "islands" is no country


def test_a_name_in_another_language_counts_where_it_is_nobody_elses(table):
    for code in ("CG", "GY"):  # "Congo" in Spanish, "Guiana" in Portuguese
        own = table.filter(alpha_2=code)["spelling"].str.to_lowercase()
        assert not {"congo", "guiana"} & set(own)
    assert table.filter(pl.col("spelling").is_in(["Allemagne", "Alemania"]))["match"].to_list() == ["folded"] * 2


def test_names_that_are_cut_off_at_a_word_are_left_alone(table):
    cut_off = {"Republic of the", "Korea, D", "Guinea-", "Democratic Republic of the Co", "Communis", "Congo Re"}
    assert not cut_off & set(table["spelling"])
    assert lost("México") == ["M?xico"]
    assert lost("Åland") == lost("Peru") == []


def test_formal_names_of_another_country_are_not_made(table):
    assert "State of Georgia" not in table["spelling"]  # of the USA
    assert "Democratic Republic of Germany" not in table["spelling"]
    assert table.filter(spelling="Republic of Guinea")["alpha_2"].to_list() == ["GN"]
