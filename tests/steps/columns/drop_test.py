from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.steps.columns.drop import Drop
from wrangle.steps.columns.select import Select

NAMES = ["a", "b", "c", "ab"]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(gone=st.lists(st.sampled_from(["a", "b", "a*"]), min_size=1, max_size=3))
def test_what_is_left_out_and_what_is_selected_make_the_whole(gone):
    kept, chosen = Drop(columns=gone).layout(NAMES), Select(columns=gone).layout(NAMES)
    assert [name for name in NAMES if name not in chosen] == list(kept) == list(kept.values())
