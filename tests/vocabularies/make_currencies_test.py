"""The built-in vocabulary of currencies is what the script makes of the Unicode CLDR and the reviewed aliases."""

import polars as pl
import pytest

from wrangle.vocabularies import FOLDER
from wrangle.vocabularies.make_currencies import NOT_CLEAR, NOT_CURRENCIES, currencies


@pytest.fixture(scope="module")
def table():
    return currencies()


@pytest.mark.parametrize(("spelling", "code"), [("Swiss franc", "CHF"), ("Swiss francs", "CHF"), ("euros", "EUR"),
                                                ("Japanese yen", "JPY"), ("€", "EUR"), ("CHF", "CHF")])  # fmt: skip
def test_names_of_one_and_of_many_signs_and_codes_are_spellings(table, spelling, code):
    assert table.filter(spelling=spelling)["code"].to_list() == [code]


def test_signs_of_several_currencies_are_no_spelling(table):
    reviewed = pl.read_csv(FOLDER / "currency_aliases.csv", comment_prefix="#", infer_schema=False)["alias"]
    assert NOT_CLEAR & set(table["spelling"]) == NOT_CLEAR & set(reviewed)
    assert not {"$", "kr", "R", "¥"} & set(table["spelling"])


def test_signs_count_only_as_they_stand(table):
    signs = table.filter(~pl.col("spelling").str.contains(r"[\p{L}\p{N}]"))
    assert {"€", "₹", "₩"} <= set(signs["spelling"])
    assert set(signs["match"]) == {"exact"}


def test_codes_for_tests_and_for_none_are_left_out(table):
    assert not NOT_CURRENCIES & set(table["code"])


def test_what_was_a_currency_keeps_its_own_code(table):
    pairs = dict(table.filter(pl.col("spelling") == pl.col("name")).select("name", "code").iter_rows())
    assert pairs["German Mark"] == "DEM"
    assert pairs["Turkish Lira"] == "TRY"
    assert pairs["Turkish Lira (1922–2005)"] == "TRL"  # noqa: RUF001  # as CLDR writes it


def test_a_sign_with_letters_of_its_country_is_that_countrys(table):
    assert table.filter(spelling="CA$")["code"].to_list() == ["CAD"]
    assert table.filter(spelling="A$")["code"].to_list() == ["AUD"]
