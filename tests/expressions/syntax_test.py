import pytest

from wrangle.expressions.dialect import tree
from wrangle.expressions.fault import SqlError
from wrangle.expressions.syntax import DEEPEST, MOST, called, kind, literal_number, place, refuse


def refusal(text):
    with pytest.raises(SqlError) as caught:
        refuse(tree(text))
    return caught.value


def test_nodes_are_known_by_their_class_and_calls_by_their_name_in_small_letters():
    assert kind(tree("a + 1")) == "Add"
    assert called(tree("Dew_Point(a)")) == "dew_point"


def test_a_node_begins_where_its_first_word_does():
    node = tree("1 + LEFT(a, 2)")
    assert place(node.expression) == 4
    assert place(tree("  a > 1")) == 2


@pytest.mark.parametrize(("text", "value"), [("7", 7), ("9223372036854775807", 2**63 - 1), ("1.5", 1.5), ("1e3", 1e3)])
def test_a_literal_is_whole_or_broken_as_it_is_written(text, value):
    found = literal_number(tree(text))
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("text", ["9223372036854775808", "1e400"])
def test_a_number_that_64_bits_do_not_hold_is_refused(text):
    with pytest.raises(SqlError, match="too large"):
        literal_number(tree(text))


@pytest.mark.parametrize(
    "text",
    [
        "a",
        '"a.b" > 1',
        "CASE a WHEN 1 THEN 2 END",
        "a IN (1, 2)",
        "x::TEXT LIKE 'a%'",
        "dew_point(a, b) > 0",
        "INTERVAL '3 hours'",
        '"current_date"',
    ],
)
def test_what_looks_at_one_row_is_let_through(text):
    refuse(tree(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(SELECT 1)", "is not allowed"),
        ("SUM(a) OVER (PARTITION BY b)", "OVER is not allowed"),
        ("a -> 'b'", "is not allowed"),
        ("ARRAY[1]", "is not allowed"),
        ("schema.a", "a name with a dot is no column"),
        ("max(a)", "looks at more than one row"),
        ("uuid()", "gives another answer at every run"),
        ("mod(a, 2)", "is written a % b"),
        ("CURRENT_TIMESTAMP", "gives another answer at every run"),
        ('""', "a column's name is empty"),
    ],
)
def test_what_does_not_is_named(text, said):
    assert said in refusal(text).what


def test_the_place_of_what_is_refused_is_told():
    assert refusal("a > 1 AND b < avg(c)").position == 14


def test_an_expression_may_be_as_deep_as_the_limit_and_no_deeper():
    deep = " + ".join(["a"] * (DEEPEST - 1))
    refuse(tree(deep))
    assert f"{DEEPEST} are allowed" in refusal("-(" * 12 + deep + ")" * 12).what


def test_an_expression_may_not_have_too_many_parts():
    assert f"{MOST} are allowed" in refusal(f"a IN ({', '.join(['1'] * MOST)})").what


def test_what_grows_when_written_out_is_refused_before_it_is_built():
    nested = "a"
    for _ in range(12):
        nested = f"CASE {nested} " + "WHEN 1 THEN 2 " * 4 + "END"
    assert "too large when written out" in refusal(nested).what


def test_replacements_may_not_blow_a_text_up():
    refuse(tree("replace(a, 'x', 'yy')"))
    assert "times longer" in refusal("replace(" * 3 + "a" + f", 'x', '{'y' * 100}')" * 3).what
