import pytest
from pydantic import ValidationError

from wrangle.sources.source import JoinedPart, Source


def test_elsewhere_the_reading_stays_and_the_place_goes():
    source = Source(path="sqlite:///a.db", table="t", extra_columns="drop", join=[{"path": "b", "on": ["k"]}])
    there = source.at("b.csv")
    assert (there.path, there.table, there.extra_columns, there.join) == ("b.csv", None, "drop", source.join)
    assert Source(stack=["a", "b"]).at("c").stack == ()


def test_reading_is_what_is_not_about_the_place():
    source = Source(path="sqlite:///a.db", table="t", extra_columns="drop", options={"password": "x"})
    assert source.reading() == {"extra_columns": "drop"}


@pytest.mark.parametrize("on", ["k", ["k"], {"k": "k"}])
def test_keys_may_be_written_in_three_ways(on):
    assert JoinedPart(path="a", on=on).keys == {"k": "k"}


def test_one_place_or_several():
    for options in ({}, {"path": "a", "stack": ["b"]}):
        with pytest.raises(ValidationError):
            Source(**options)


def test_it_tells_whether_it_is_files_here():
    assert Source(path=["a.csv", "b.csv"]).is_files
    for options in (
        {"path": "s3://b/a"},
        {"stack": ["a"]},
        {"path": "a@3"},
        {"path": "weather"},
        {"path": "a", "join": [{"path": "b", "on": "k"}]},
    ):
        assert not Source(**options).is_files
