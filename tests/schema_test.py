import polars as pl
import pytest

from wrangle.schema import TYPES, ColumnInfo, family, schema_of, type_name

EVERY = [
    *(pl.Int8(), pl.UInt64(), pl.Float32(), pl.Decimal(10, 2), pl.Boolean(), pl.String(), pl.Categorical()),
    *(pl.Enum(["a"]), pl.Date(), pl.Datetime("ns", "UTC"), pl.Duration(), pl.Time(), pl.Binary(), pl.Null()),
    *(pl.List(pl.Int64()), pl.Struct({"a": pl.Int64()})),
]


@pytest.mark.parametrize("name", TYPES)
def test_a_type_name_stands_for_a_type_that_is_called_by_it(name):
    assert type_name(TYPES[name]) == name


@pytest.mark.parametrize(
    ("dtype", "name", "kin"),
    [
        (pl.UInt8(), "integer", "number"),
        (pl.Float32(), "float", "number"),
        (pl.Decimal(10, 2), "Decimal(precision=10, scale=2)", "number"),
        (pl.Categorical(), "string", "text"),
        (pl.Enum(["a"]), "string", "text"),
        (pl.Datetime("ns", "Europe/Oslo"), "datetime", "time"),
        (pl.Duration("us"), "Duration(time_unit='us')", "time"),
        (pl.Binary(), "Binary", "other"),
        (pl.Null(), "Null", "other"),
    ],
)
def test_a_polars_type_has_a_name_and_a_family(dtype, name, kin):
    assert (type_name(dtype), family(dtype)) == (name, kin)


@pytest.mark.parametrize("dtype", EVERY)
def test_no_type_is_without_a_name(dtype):
    assert type_name(dtype)
    assert family(dtype) in {"text", "number", "boolean", "time", "other"}


def test_the_schema_of_a_frame_keeps_the_order_and_knows_no_units():
    frame = pl.DataFrame({"b": [1.0], "a": ["x"]})
    expected = {"b": ColumnInfo(pl.Float64()), "a": ColumnInfo(pl.String())}
    for each in (frame, frame.lazy(), frame.clear()):
        assert list(schema_of(each).items()) == list(expected.items())
