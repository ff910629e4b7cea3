import pytest

from wrangle.sources.sniffing.readings import NONE, Sample, readings


def _best(text, **known):
    return readings(Sample(text), **known)[0]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("x;y\n1,5;2,5\n3,5;4,5\n", ";"),
        ("id,tags\n1,a;b;c\n2,d;e;f\n3,g;h;i\n", ","),
        ('id\tdoc\n1\t{"a": 1, "b": 2}\n2\t{"a": 3, "b": 4}\n', "\t"),
        ("a b\n1 2\n3 4\n", " "),
        ("a^b\n1^2\n3^4\n", "^"),
        ("foo\n12,5\n145,00\n5.25\n", NONE),
        ("name\nJohn Smith\nAnn Lee\n", NONE),
        ("10:30\n11:40\n", NONE),
        ("when\n2020-01-01 10:00\n2020-01-02 11:00\n", NONE),
        ("one, two\nand more, and more, and more\nend\n", NONE),
        ("a,b,c\n1,2\n1,2,3\n1,2,3,4\n", ","),
        ('A title;;\n\na;b;c;d\n1;2;3;4\n1;2;3\n1;2;"x"3;4\n', ";"),
    ],
)
def test_the_delimiter_makes_rows_of_one_width_and_cells_that_mean_something(text, delimiter):
    assert _best(text).delimiter == delimiter


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("1,'di','i'\n2,'bu','i'\n", "'"),
        ("id|name\n1|#english#\n2|#a|b#\n", "#"),
        ("a,b\n1,it's\n2,that's\n", '"'),
        ('a|b\n"hello|world\nh\'ow do you|do"\n', None),
        ('a,b\n1,"x"\n2,\'y\'\n3,"z"\n', '"'),
        ("a,b\n#fff,#000\n#eee,#111\n", '"'),
    ],
)
def test_quotes_enclose_fields(text, quote):
    assert _best(text).quote == quote


def test_what_is_known_is_taken():
    assert _best("a;b\n1;2\n", delimiter=",").width == 1
    assert _best('a,b\n"1,2"\n', quote=None).quote is None


def test_the_first_of_several_tables_counts():
    text = "a,b,c\n" + "1,2,3\n" * 10 + "d,e,f,g\n" + "1,2,3,4\n" * 50
    assert _best(text).width == 3
