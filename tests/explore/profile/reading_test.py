import polars as pl
import pytest

from wrangle.explore.profile.reading import read


def found(*texts):
    return read(pl.DataFrame({"value": texts, "count": [1] * len(texts)}))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1.5", "number"), ("-2e3", "number"), (" 7 ", "number"), ("1,234", "written number"),
        ("(12)", "written number"),
        ("1.234,5", "written number"), ("$3.2k", "written number"), ("3,5", "written number"),
        ("1 234 567", "written number"),
        ("12 kt", "quantity"), ("21.5°C", "quantity"), ("45 %", "quantity"), ("294.6K", "quantity"),
        ("yes", "boolean"), ("FALSE", "boolean"), ("2013-01-31", "date"), ("31/01/2013 05:00", "date"),
        ("n/a", "missing"), ("", "missing"), ("Oslo", "text"), ("12 Main Street", "text"), ("B6", "text"),
    ],
)  # fmt: skip
def test_each_text_is_of_one_kind(text, kind):
    assert found(text).kinds == {kind: 1}


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,234.5", 1234.5), ("(12)", -12.0), ("1.234,5", 1234.5), ("3,5", 3.5), ("$3.2k", 3200.0), ("-€1,000", -1000.0)],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert found(text).numbers["number"].to_list() == [number]


def test_a_column_is_what_four_of_five_of_its_values_are():
    assert found("1", "2", "3", "4", "x").looks == "number"
    assert found("1", "2", "3", "x", "y").looks == "text"
    assert found("1", "2 kt", "3 kt", "4", "n/a").looks == "quantity"
    assert found("", "n/a").looks == "empty"


def test_what_is_not_like_most_is_shown():
    assert found("1", "2", "3", "4", "M", "n/a").odd == ("M",)


def test_numbers_of_eight_digits_are_dates_only_where_all_are():
    assert found("20130131", "20130201").looks == "date"
    assert found("20130131", "99999999", "12345678").looks == "number"
