import polars as pl

from wrangle.drift.texts import as_numbers, keeps_letters, looks


def test_what_is_no_number_is_null():
    assert as_numbers(pl.Series(["1", "inf", "x", None])).to_list() == [1.0, None, None, None]
    assert as_numbers(pl.Series([1.5, float("nan"), None])).to_list() == [1.5, None, None]
    assert as_numbers(pl.Series([True, False])).to_list() == [1.0, 0.0]


def test_numbers_with_decimals_look_the_same_whatever_their_length():
    assert looks(pl.Series(["-1.25 C", "38.0 C", "12 kt"]), letters=True).to_list() == ["9.9 C", "9.9 C", "99 kt"]


def test_letters_are_kept_where_there_are_few_different_looks():
    assert keeps_letters(pl.Series(["1.0 F", "2.0 C"] * 50))
    assert not keeps_letters(pl.Series([f"{chr(97 + n % 26)}{chr(97 + n // 26)} street {n}" for n in range(200)]))
