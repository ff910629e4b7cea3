"""The built-in vocabulary of states of the USA is what the script makes of the reviewed names and aliases."""

import polars as pl
import pytest

from wrangle.vocabularies.make_us_states import us_states


@pytest.fixture(scope="module")
def table():
    return us_states()


@pytest.mark.parametrize(("spelling", "code"), [("Texas", "TX"), ("TX", "TX"), ("US-TX", "TX"), ("Calif.", "CA"),
                                                ("District of Columbia", "DC"), ("Puerto Rico", "PR")])  # fmt: skip
def test_names_abbreviations_and_both_codes_are_spellings(table, spelling, code):
    assert table.filter(spelling=spelling)["code"].to_list() == [code]


def test_each_state_has_its_name_its_code_and_that_of_iso(table):
    for (code,), part in table.group_by("code"):
        assert {code, f"US-{code}", part["name"][0]} <= set(part["spelling"])


def test_codes_count_only_as_they_stand(table):
    assert set(table.filter(pl.col("spelling") == pl.col("code"))["match"]) == {"exact"}  # "in", "or", "me" are words


def test_a_spelling_is_of_one_state(table):
    assert not table["spelling"].is_duplicated().any()
    assert table.select("name", "code").unique().height == table["code"].n_unique() == table["name"].n_unique()
