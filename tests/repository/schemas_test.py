from wrangle.repository.schemas import schema_change


def test_equal_schemas_are_no_change_whatever_their_order():
    assert not schema_change({"a": "Int64", "b": "String"}, {"b": "String", "a": "Int64"})
    assert schema_change({"a": "Int64"}, {"a": "Float64"}).lines() == ["~ a: Int64 -> Float64"]
