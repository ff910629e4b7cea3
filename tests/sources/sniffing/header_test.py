import pytest

from wrangle.sources.sniffing.header import find_header
from wrangle.sources.sniffing.readings import Sample, readings


def _header(text, *known):
    return find_header(readings(Sample(text))[0], *known)


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,2\n",
        "country,1990,1991,1992\nFrance,1,2,3\nSpain,4,5,6\n",
        "0,1,2\n0.5,1.5,2.5\n1.5,2.5,3.5\n",
        "id,100022,100025\nid1,TRUE,FALSE\nid2,TRUE,TRUE\n",
        "name,city\nAnn,Rome\nBob,Oslo\n",
        "a,b\n",
        "# energy, n\n0.0, 0.0\n0.1, 0.0\n",
        "x,y\n,\n1,2\n",
    ],
)
def test_the_first_line_is_a_header_unless_it_is_a_row(text):
    header = _header(text)
    assert (header.place, header.rows) == (0, 1)


@pytest.mark.parametrize(
    "text",
    [
        "1,2\n3,4\n5,6\n",
        "2024-01-01,x\n2024-01-02,y\n",
        "28/01/2018,00:00,2,MG-8769\n",
        "male,yes,red\nfemale,no,red\nmale,no,blue\nfemale,yes,red\n",
    ],
)
def test_a_first_line_like_those_below_it_is_a_row(text):
    header = _header(text)
    assert (header.place, header.rows) == (0, 0)
    assert header.names[0] == "column_1"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Report\n\na,b,c\n1,2,3\n", 2),
        ("some notes\nmore notes,...\na,b,c\n1,x,2024-01-01\n", 2),
        ("Meetings,,\nname,date,place\nAnn,,\n", 1),
        (",,\nA title,,\nname,date,place\nAnn,x,y\n", 2),
        ("Summary,\n,\nname,sum\nAnn,1\n", 2),
        ("#FILE: ,x\n#FORMAT: ,y\n\n##Temp,Time,tan\n1,2,3\n4,5,6\n", 3),
        ("\n\n\na,b\n1,2\n", 3),
    ],
)
def test_titles_and_notes_above_the_header_are_passed_by(text, place):
    assert _header(text).place == place


def test_a_header_of_several_lines_is_one_where_all_below_are_numbers():
    text = "t,x,y\ns,m/s,degC\n" + "1,2,3\n" * 4
    assert _header(text).names == ("t s", "x m/s", "y degC")
    assert _header(text, 0, 1).names == ("t", "x", "y")
    assert _header("a,b\na,b\n" + "1,2\n" * 4).names == ("a", "b")
    assert _header("a,b\nn/a,n/a\n" + "1,2\n" * 4).rows == 1


def test_a_header_of_one_field_less_or_one_empty_one_more_is_told():
    rows = _header("x,y\nr1,1,2\nr2,3,4\nr3,5,6\n")
    assert (rows.names, len(rows.notes)) == (("column_1", "x", "y"), 2)
    assert _header("x,y\n1,2,\n3,4,\n").names == ("x", "y", "column_3")
    assert _header("x,y,\n1,2\n3,4\n").names == ("x", "y")
    assert "one field more" in _header("x,y\n" + "1,1,2\n" * 5).fault


def test_names_are_never_empty_or_alike():
    assert _header("a,,a,column_2,a_2\n1,x,3,4,5\n").names == ("a", "column_2_2", "a_3", "column_2", "a_2")
