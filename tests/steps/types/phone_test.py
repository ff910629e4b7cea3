import phonenumbers
import polars as pl
import pytest

from wrangle.steps.types.phone import Phone

REGIONS = ["NO", "US", "DE", "GB", "JP", "BR", "IN", "NG", "AU", "FR"]


def read(texts, **options):
    frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String), **options.pop("more", {})})
    return frame.select(Phone(column="a", **options).express({})).to_series().to_list()


@pytest.mark.parametrize("kind", ["NATIONAL", "INTERNATIONAL"])
def test_a_number_of_each_region_is_read_however_it_is_written(kind):
    numbers = [phonenumbers.example_number(region) for region in REGIONS]
    plain = [phonenumbers.format_number(each, phonenumbers.PhoneNumberFormat.E164) for each in numbers]
    written = [phonenumbers.format_number(each, getattr(phonenumbers.PhoneNumberFormat, kind)) for each in numbers]
    assert read(written, region_column="land", more={"land": REGIONS}) == plain
    assert read(plain, region_column="land", more={"land": [*REGIONS[1:], None]}) == plain


def test_what_was_written_is_read_as_the_same():
    for form in ("e164", "international", "rfc3966"):
        once = read(["+4722123456", "+12024561111"], format=form)
        assert read(once, format=form) == once
