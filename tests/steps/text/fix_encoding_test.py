import polars as pl
import pytest

from wrangle.steps.text.fix_encoding import FixEncoding

SOUND = ["São Paulo", "Zürich", "naïve café", "Ærø", "Kraków", "Reykjavík", "10 €", "“quotes”", "日本語のテキスト"]


def mended(texts):
    frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)})
    return frame.select(FixEncoding(column="a").express({})).to_series().to_list()


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_text_that_was_read_in_the_wrong_encoding_is_what_it_was(encoding):
    names = ["São Paulo", "Zürich", "naïve café", "Ærø", "Kraków"]
    assert mended([name.encode().decode(encoding) for name in names]) == names


def test_sound_text_stays():
    assert mended([*SOUND, None, ""]) == [*SOUND, None, ""]


def test_what_is_mended_needs_no_mending():
    once = mended(["OrlÃ©ans", "CuraÃ§ao"])
    assert mended(once) == once
