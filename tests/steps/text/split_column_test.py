import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.steps.text.split_column import SplitColumn


def split(texts, **options):
    frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)})
    return frame.select(SplitColumn(column="a", into=("x", "y", "z"), strip=False, **options).express({})).rows()


@pytest.mark.parametrize("separator", [",", ".*", "ab"])
@settings(max_examples=60, deadline=None, derandomize=True)
@given(texts=st.lists(st.lists(st.sampled_from(["a", "b", "", "1.", "*"]), max_size=5), max_size=4))
def test_parts_are_those_that_python_finds(separator, texts):
    texts = [separator.join(each) for each in texts]

    def padded(parts):
        return tuple([*parts, None, None, None][:3])

    assert split(texts, separator=separator) == [padded(each.split(separator, 2)) for each in texts]
    assert split(texts, separator=separator, more="drop") == [padded(each.split(separator)) for each in texts]
    kept = [each.split(separator) if each.count(separator) < 3 else [] for each in texts]
    assert split(texts, separator=separator, more="misfit") == [padded(each) for each in kept]


def test_null_has_no_parts():
    assert split([None]) == [(None, None, None)]
