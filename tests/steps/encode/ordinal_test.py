import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made
from sklearn.preprocessing import OrdinalEncoder

TEXTS, NUMBERS = st.sampled_from(["b", "a", "", "é", "Z", "10", "9"]), st.sampled_from([3, 1, -2, 10])


@pytest.mark.parametrize("values", [TEXTS, NUMBERS, st.booleans()], ids=["text", "number", "boolean"])
@settings(max_examples=30, deadline=None, derandomize=True)
@given(data=st.data())
def test_codes_are_those_of_scikit_learn(values, data):
    train, rows = (data.draw(st.lists(values, min_size=1, max_size=9)) for _ in range(2))
    model = made("clean: [ordinal: {column: a}]").fit(pl.DataFrame({"a": train}))
    theirs = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    theirs.fit(np.array(train, dtype=object).reshape(-1, 1))
    wanted = theirs.transform(np.array(rows, dtype=object).reshape(-1, 1))[:, 0].astype(int)
    found = model.transform(pl.DataFrame({"a": rows}))["a"].fill_null(-1)
    assert found.to_list() == wanted.tolist()


def test_what_is_learned_is_the_order():
    frame = pl.DataFrame({"a": ["x", "y", "y"], "b": [2, 1, 1], "c": [True, False, True]})
    assert made("clean: [ordinal: {columns: all}]").fit(frame).learned[0] == {
        "a": ["x", "y"], "b": [1, 2], "c": [False, True],
    }  # fmt: skip


def test_categories_are_ordered_as_text(tmp_path):
    frame = pl.DataFrame({"a": pl.Series(["z", "b", None], dtype=pl.Categorical)})
    model = made("clean: [ordinal: {column: a}]").fit(frame)
    assert model.transform(frame)["a"].to_list() == [1, 0, None]
    assert type(model).load(model.save(tmp_path / "model")).transform(frame)["a"].to_list() == [1, 0, None]
