import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made

from wrangle.errors import SchemaError

ROWS = st.lists(
    st.tuples(st.sampled_from([1.5, -2.0, None]), st.sampled_from(["x", "y", None])), min_size=1, max_size=9
)


@pytest.mark.parametrize("descending", ["all", "[]"])
@settings(max_examples=40, deadline=None, derandomize=True)
@given(rows=ROWS)
def test_rows_are_ordered_as_pandas_does(descending, rows):
    import pandas as pd

    frame = pl.DataFrame(rows, schema={"a": pl.Float64, "g": pl.String}, orient="row").with_row_index("n")
    found = made(f"clean: [sort: {{by: [a, g], descending: {descending}}}]").run(frame).clean["n"]
    table = pd.DataFrame(rows, columns=["a", "g"]).sort_values(["a", "g"], ascending=descending != "all", kind="stable")
    assert found.to_list() == table.index.tolist()


def test_what_is_written_is_ordered_too(tmp_path):
    frame = pl.DataFrame({"a": [3.0, float("nan"), 1.0]})
    made("clean: [sort: a]").run(frame, tmp_path / "out")
    assert pl.read_parquet(tmp_path / "out/clean.parquet")["a"].to_list()[:2] == [1.0, 3.0]


def test_a_record_has_no_order():
    frame = pl.DataFrame({"a": [3, 1]})
    model = made("clean: [sort: a]").fit(frame)
    assert model.records([{"a": 3}, {"a": 1}]) == [{"a": 3}, {"a": 1}]
    assert model.transform(frame)["a"].to_list() == [1, 3]


def test_it_comes_last():
    with pytest.raises(SchemaError, match="sort stands before other steps"):
        made("clean: [sort: a, clip: {column: a, min: 0}]").run(pl.DataFrame({"a": [1]}))
