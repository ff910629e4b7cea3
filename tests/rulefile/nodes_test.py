import pytest

from wrangle.errors import Place
from wrangle.rulefile.nodes import Items, Table, Text, shown, texts, value
from wrangle.steps.options import Plain

AT = Place(None, 1, 1)


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_only_unquoted_text_is_null(text):
    assert value(Text(AT, text)) is None
    assert value(Text(AT, text, "quoted")) == text
    assert value(Text(AT, text, "block")) == text


def test_unquoted_text_can_be_told_from_quoted():
    assert type(value(Text(AT, "5"))) is Plain
    assert type(value(Text(AT, "5", "quoted"))) is str


def test_all_scalars_are_found_in_order():
    table = Table(AT, ((Text(AT, "a"), Items(AT, (Text(AT, "b"), Table(AT, ((Text(AT, "c"), Text(AT, "d")),))))),))
    assert [text.text for text in texts(table)] == ["a", "b", "c", "d"]


def test_long_text_is_shown_in_short():
    assert shown(Text(AT, "x" * 100)) == repr("x" * 37 + "...")
