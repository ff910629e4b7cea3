import polars as pl
import pytest
from pipelines import made

from wrangle.checks.type import Type
from wrangle.errors import RunFailedError
from wrangle.schema import TYPES, type_name


@pytest.mark.parametrize("wanted", TYPES)
@pytest.mark.parametrize("dtype", [pl.String(), pl.Int8(), pl.UInt32(), pl.Float32(), pl.Boolean(), pl.Date(),
                                   pl.Datetime("ms"), pl.Categorical(), pl.List(pl.Int64)], ids=str)  # fmt: skip
def test_a_column_is_of_the_type_or_not_as_a_whole(wanted, dtype):
    success, said = Type(column="a", type=wanted).observe({"schema": {"a": dtype}})
    assert success is (type_name(dtype) == wanted)
    assert said.startswith(f"a is {type_name(dtype)}")
    assert said.endswith(f"not {wanted}") is not success


def test_a_column_of_nothing_is_of_every_type():
    assert Type(column="a", type="date").observe({"schema": {"a": pl.Null()}}) == (True, "a is all null")


def test_the_table_that_is_written_is_looked_at():
    rules = "clean: [cast: {column: a, to: integer}]\nexpect: [type: {column: a, type: integer}]"
    assert made(rules).run(pl.DataFrame({"a": ["1"]})).results[0].success
    with pytest.raises(RunFailedError, match="type a: a is string, not integer"):
        made("expect: [type: {column: a, type: integer}]").run(pl.DataFrame({"a": ["1"]}))
