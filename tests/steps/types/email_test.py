import polars as pl
import pytest

from wrangle.steps.types.email import Email


def read(*texts, **options):
    frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)})
    return frame.select(Email(column="a", **options).express({})).to_series().to_list()


@pytest.mark.parametrize("text", ["simple@example.com", "x@example.co.uk", "first.last-1_2@sub.example.com",
                                  "o'neil@example.com", "user%x@example.com", "1@example.com"])  # fmt: skip
def test_addresses_are_addresses(text):
    assert read(text) == [text]


@pytest.mark.parametrize("text", ["plain", ".a@example.com", "a.@example.com", "a@-x.com", "a@x..com", "a@[1.2.3.4]",
                                  '"a b"@example.com', "a" * 65 + "@example.com", "a@example.com\n b"])  # fmt: skip
def test_what_is_no_address_has_no_answer(text):
    assert read(text) == [None]


def test_what_was_written_is_read_as_the_same():
    once = read("Ann@EXAMPLE.com", "jo\u0308rg@mu\u0308ller.de")
    assert read(*once) == once == ["Ann@example.com", "jörg@müller.de"]
