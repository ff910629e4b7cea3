import pytest

from wrangle.expressions.fault import SqlError


def test_the_message_is_the_sentence_and_what_to_do():
    assert str(SqlError("there is no function 'sqr'")) == "there is no function 'sqr'"
    assert str(SqlError("no", help="write x")) == "no\n  help: write x"


def test_place_and_help_are_fields_that_a_front_end_can_draw():
    error = SqlError("no", 4, "write x")
    assert (error.what, error.position, error.help) == ("no", 4, "write x")


def test_it_is_a_value_error_so_that_models_of_options_pass_it_on():
    with pytest.raises(ValueError, match=r"^no$"):
        raise SqlError("no")
