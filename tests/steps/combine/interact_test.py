import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from wrangle.testing import run

NUMBERS = st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=6)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(rows=NUMBERS)
def test_products_are_those_of_scikit_learn(rows):
    from sklearn.preprocessing import PolynomialFeatures

    frame = pl.DataFrame(rows, schema=["a", "b"], orient="row")
    theirs = PolynomialFeatures(interaction_only=True, include_bias=False).fit_transform(frame.to_numpy())[:, 2]
    assert run("interact: {columns: [a, b]}", frame).clean["a_x_b"].to_list() == theirs.tolist()
