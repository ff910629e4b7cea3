import pytest

from wrangle.errors import RequestError
from wrangle.serving.jsontext import decode


def refused(body, depth=16):
    with pytest.raises(RequestError) as found:
        decode(body, depth)
    assert found.value.status == 400
    return found.value


def test_json_is_read_with_all_its_digits():
    assert decode(b'{"a": 0.1, "b": 12345678901234567890123, "c": [true, null, "\\u00e9"]}', 5) == {
        "a": 0.1,
        "b": 12345678901234567890123,
        "c": [True, None, "é"],
    }


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1,}',
        b"{'a': 1}",
        b'{"a": 1} x',
        b'"\x01"',
        b'{"a": "\\ud800"}',
        b"\xff\xfe",
        b'{"a": "\xff"}',
        b"nul",
        b'{"a": 1e999}',
    ],
)
def test_what_is_no_json_is_refused_without_quoting_it(body):
    assert refused(body).code == "malformed_json"
    assert "ud800" not in str(refused(body))


def test_a_key_that_stands_twice_is_refused_in_any_object():
    assert refused(b'{"a": 1, "a": 1}').code == "duplicate_key"
    assert refused(b'[{"b": {"a": 1, "\\u0061": 2}}]').code == "duplicate_key"


def test_what_looks_like_a_key_within_a_text_is_none():
    assert decode(b'{"a": "x \\": y \\" : z", "b": "6:00"}', 3)["b"] == "6:00"
    assert decode(b'{"a": "\\":", "b": 1}', 3) == {"a": '":', "b": 1}


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"a":' * 2_000, b"[" * 20 + b"]" * 20, b'{"a":' * 20 + b"1" + b"}" * 20]
)
def test_bottomless_nesting_is_refused(body):
    assert refused(body).code in {"too_deep", "malformed_json"}


def test_as_deep_as_is_said_is_read():
    assert decode(b"[[[1]]]", 3) == [[[1]]]
    assert refused(b"[[[[1]]]]", 2).code == "too_deep"
