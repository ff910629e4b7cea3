import polars as pl
import pyarrow as pa
import pytest

from wrangle.errors import SourceError
from wrangle.sources.arrow import frames, numeric, odd_columns


def reader(values, metadata):
    schema = pa.schema([pa.field("n", pa.string(), metadata=metadata)])
    return pa.RecordBatchReader.from_batches(schema, [pa.record_batch([pa.array(values)], schema=schema)])


@pytest.mark.parametrize(
    ("typmod", "dtype"), [(((10 << 16) | 2) + 4, pl.Decimal(10, 2)), (-1, pl.Float64()), ((50 << 16) + 4, pl.Float64())]
)
def test_exact_numbers_become_decimals_where_their_digits_are_known(typmod, dtype):
    told = {"POSTGRESQL:type": "numeric", "POSTGRESQL:typmod": str(typmod)}
    empty, full = frames(reader(["1.25", None], told), "a table")
    assert (empty.schema["n"], full.schema["n"]) == (dtype, dtype)
    assert [None if each is None else float(each) for each in full["n"]] == [1.25, None]


def test_a_number_that_is_no_decimal_is_told():
    told = {"POSTGRESQL:type": "numeric", "POSTGRESQL:typmod": str(((10 << 16) | 2) + 4)}
    with pytest.raises(SourceError, match="a table: a number is no decimal"):
        list(frames(reader(["NaN"], told), "a table"))


def test_places_may_be_negative():
    assert numeric(((3 << 16) | (-2 & 0x7FF)) + 4) == (3, -2)


def test_types_that_no_frame_has_are_found():
    schema = pa.schema({"a": pa.int64(), "b": pa.month_day_nano_interval(), "c": pa.uuid(), "d": pa.json_()})
    assert odd_columns(schema) == ["b", "c"]


def test_a_name_may_not_stand_twice():
    batch = pa.RecordBatch.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    with pytest.raises(SourceError, match="a table: gives the column 'a' twice"):
        list(frames(pa.RecordBatchReader.from_batches(batch.schema, [batch]), "a table"))
