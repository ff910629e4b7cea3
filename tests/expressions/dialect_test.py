import pytest

from wrangle.expressions.dialect import tree
from wrangle.expressions.fault import SqlError
from wrangle.expressions.syntax import kind


@pytest.mark.parametrize("text", ["SUM(a)", "upper(a)", "now()", "no_such_thing(a, 1)", "date_trunc('day', a)"])
def test_a_call_is_a_name_and_arguments_and_nothing_more(text):
    assert kind(tree(text)) == "Anonymous"


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("CAST(a AS INT)", "Cast"),
        ("a::INT", "Cast"),
        ("IF(a > 1, 2)", "If"),
        ("EXTRACT(year FROM a)", "Extract"),
        ("TRIM(BOTH 'x' FROM a)", "Trim"),
        ("SUBSTRING(a FROM 2)", "Substring"),
    ],
)
def test_calls_with_a_syntax_of_their_own_are_read_as_it(text, node):
    assert kind(tree(text)) == node


def test_comments_line_ends_and_white_space_mean_nothing():
    assert tree("a + 1") == tree("  a -- the first\n\t+ /* one */ 1\n")


def test_a_fault_in_a_later_line_is_counted_from_the_beginning():
    text = "a > 1\nAND b c"
    with pytest.raises(SqlError) as caught:
        tree(text)
    assert caught.value.position == text.index("c")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("-- nothing", "empty"),
        ("a; b", "not several"),
        ("a +", "something is missing next to"),
        ("(a + 1", "a closing bracket is missing"),
        ("'open", "a quote is not closed"),
        ("a 1", "is not expected here"),
    ],
)
def test_what_is_no_expression_is_refused_in_words(text, said):
    with pytest.raises(SqlError, match=said):
        tree(text)
