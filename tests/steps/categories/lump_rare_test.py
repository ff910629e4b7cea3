from collections import Counter

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made

VALUES = st.lists(st.sampled_from(["a", "b", "c", "d", "", None]), min_size=1, max_size=20)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(values=VALUES, least=st.integers(1, 5))
def test_what_stands_often_enough_stays(values, least):
    frame = pl.DataFrame({"a": pl.Series(values, dtype=pl.String)})
    found = made(f"clean: [lump_rare: {{column: a, min_count: {least}, label: rest}}]").run(frame).clean["a"].to_list()
    counts = Counter(values)
    assert found == [each if each is None or counts[each] >= least else "rest" for each in values]


def test_what_is_learned_is_plain():
    frame = pl.DataFrame({"a": ["x", "x", "z", "y"]})
    assert made("clean: [lump_rare: {column: a, min_count: 2}]").fit(frame).learned[0] == {"a": {"levels": ["x"]}}
    learned = made("clean: [lump_rare: {column: a, min_count: 2, unseen: fail}]").fit(frame).learned[0]
    assert learned == {"a": {"levels": ["x"], "rare": ["y", "z"]}}


def test_it_is_what_scikit_learn_takes_for_infrequent():
    from sklearn.preprocessing import OrdinalEncoder

    values = [*"aaabbccd"]
    theirs = OrdinalEncoder(min_frequency=2).fit([[each] for each in values]).infrequent_categories_[0].tolist()
    found = made("clean: [lump_rare: {column: a, min_count: 2}]").run(pl.DataFrame({"a": values})).clean["a"]
    assert [each for each, label in zip(values, found, strict=True) if label == "other"] == theirs
