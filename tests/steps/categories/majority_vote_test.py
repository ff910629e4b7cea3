from collections import Counter, defaultdict

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made

from wrangle.errors import RuleFileError

ROWS = st.lists(
    st.tuples(st.sampled_from([1, 2, None]), st.sampled_from(["a", "b", "", None])), min_size=1, max_size=25
)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(rows=ROWS, least=st.integers(1, 4), share=st.sampled_from([0.4, 0.5, 0.75, 1.0]))
def test_each_group_is_as_a_count_by_hand_says(rows, least, share):
    frame = pl.DataFrame(rows, schema={"k": pl.Int64, "a": pl.String}, orient="row")
    rule = f"clean: [majority_vote: {{column: a, by: k, min_rows: {least}, min_share: {share}}}]"
    votes = defaultdict(Counter)
    for key, value in rows:
        if key is not None and value is not None:
            votes[key][value] += 1
    decided = {}
    for key, counts in votes.items():
        (most, count), *others = counts.most_common()
        total = counts.total()
        if total >= least and count >= share * total and not any(other == count for _, other in others):
            decided[key] = most
    assert made(rule).run(frame).clean["a"].to_list() == [decided.get(key, value) for key, value in rows]


def test_what_is_learned_is_a_table_of_the_groups_that_decide():
    frame = pl.DataFrame({"k": ["x", "x", "x", "y"], "a": [1, 1, 2, 5]})
    learned = made("clean: [majority_vote: {column: a, by: k}]").fit(frame).learned[0]
    assert learned["a"].rows() == [("x", 1)]


def test_a_column_cannot_vote_on_itself():
    with pytest.raises(RuleFileError, match="cannot vote on 'a' by itself"):
        made("clean: [majority_vote: {column: a, by: [k, a]}]")
