import polars as pl

from wrangle.expressions.nothing import SENTINELS, TOKENS, is_token


def test_case_and_blanks_do_not_count():
    found = pl.DataFrame({"a": [" N/A", "null", "  ", "-", "0", "no", "Nancy"]}).select(is_token(pl.col("a")))["a"]
    assert found.to_list() == [True, True, True, True, False, False, False]


def test_tokens_are_written_as_they_are_compared():
    assert all(each == each.strip().lower() for each in TOKENS)
    assert len(set(TOKENS)) == len(TOKENS)
    assert len(set(SENTINELS)) == len(SENTINELS)
