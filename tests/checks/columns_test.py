import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import made

from wrangle.checks.columns import Columns
from wrangle.errors import RunFailedError

NAMES = st.lists(st.sampled_from("abcd"), unique=True)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(names=NAMES.filter(bool), present=NAMES, exactly=st.booleans(), in_order=st.booleans())
def test_columns_are_there_alone_and_in_order_as_asked(names, present, exactly, in_order):
    success, _ = Columns(names=names, exactly=exactly, in_order=in_order).observe({"columns": present})
    wanted = set(names) <= set(present) and (not exactly or set(present) <= set(names))
    if in_order:
        wanted = wanted and [name for name in present if name in names] == [name for name in names if name in present]
    assert success is wanted


def test_the_table_that_is_written_is_looked_at():
    rules = "clean: [rename: {a: b}]\nexpect: [columns: {names: [b, c], exactly: true, in_order: true}]"
    assert made(rules).run(pl.DataFrame({"a": [1], "c": [1]})).results[0].success
    with pytest.raises(RunFailedError, match="columns: 2 columns; in the order c, b"):
        made(rules).run(pl.DataFrame({"c": [1], "a": [1]}))
    with pytest.raises(RunFailedError, match="missing: c; unexpected: d"):
        made(rules).run(pl.DataFrame({"a": [1], "d": [1]}))
