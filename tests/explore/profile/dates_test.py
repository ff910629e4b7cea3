import polars as pl
import pytest

from wrangle.explore.profile.dates import dates


def found(*texts):
    return dates(pl.DataFrame({"value": texts, "count": [1] * len(texts)}))


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("2013-01-31", "%Y-%m-%d"),
        ("31.01.2013", "%d.%m.%Y"),
        ("01/31/2013", "%m/%d/%Y"),
        ("31 Jan 2013", "%d %b %Y"),
        ("Jan 31, 2013", "%b %d, %Y"),
        ("2013-01-31 17:05", "%Y-%m-%d %H:%M"),
        ("2013-01-31T17:05:09", "%Y-%m-%dT%H:%M:%S"),
        ("2013-01-31T17:05:09.250", "%Y-%m-%dT%H:%M:%S%.f"),
        ("2013-01-31T17:05:09Z", "%Y-%m-%dT%H:%M:%S%.f%#z"),
        ("Jan 31 2013 05:05 PM", "%b %d %Y %I:%M %p"),
        ("31-Jan-13", "%d-%b-%y"),
        ("20130131", "%Y%m%d"),
    ],
)
def test_a_format_is_told_from_its_texts(text, format_):
    assert list(found(text).formats) == [format_]


@pytest.mark.parametrize("text", ["Oslo", "12", "1.5", "Gate 12", "2013", "555-1234", "12:30", "99999999"])
def test_other_texts_are_no_dates(text):
    assert found(text).formats == {}


def test_day_and_month_are_in_doubt_until_one_is_above_twelve():
    assert found("01/02/2013", "03/04/2013").ambiguous
    assert found("01/02/2013", "31/04/2013", "30/04/2013").ambiguous == ()
