import polars as pl

from wrangle.sources.formats.base import flat


def test_fields_of_objects_have_names_of_their_own():
    frame = pl.LazyFrame({"a": [{"b": 1, "c": {"d": None}}], "a_b": [2], "e": [{}], "f": [[{"g": 1}]]})
    assert flat(frame).collect().to_dicts() == [{"a_b_": 1, "a_c_d": None, "a_b": 2, "f": [{"g": 1}]}]


def test_a_frame_without_objects_stays_as_it_is():
    frame = pl.LazyFrame({"a": [1], "b": [[1]]})
    assert flat(frame).collect().equals(frame.collect())
