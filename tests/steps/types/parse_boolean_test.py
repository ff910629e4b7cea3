import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.steps.types.parse_boolean import ParseBoolean

WORDS = st.sampled_from(["true", "False", " T ", "n", "", "2", "yes!", None])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(texts=st.lists(WORDS, max_size=6))
def test_each_text_is_read_for_itself(texts):
    found = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)}).select(ParseBoolean(column="a").express({}))
    known = {"true": True, "t": True, "false": False, "n": False}
    assert found["a"].to_list() == [known.get(each.strip().lower()) if each else None for each in texts]
    assert found.schema["a"] == pl.Boolean
