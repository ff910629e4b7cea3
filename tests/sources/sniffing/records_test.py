import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrangle.sources.sniffing.records import Splitter


def _fields(text, columns=None, **options):
    return [each.fields for each in Splitter(",", **options).records(text, columns)]


def test_quoted_fields_may_hold_anything():
    assert _fields('a,"b,""c""\n",d\r\ne,f,g\r\r\n') == [["a", 'b,"c"\n', "d"], ["e", "f", "g"]]


def test_a_quote_amid_text_is_a_plain_character():
    assert _fields('5" x,6"\n') == [['5" x', '6"']]


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ('"0","he said:"wonderful."","A"', ["0", 'he said:"wonderful."', "A"]),
        (
            '"1","reading, and also "a problem, yes." go on.","A"',
            ["1", 'reading, and also "a problem, yes." go on.', "A"],
        ),
        ('"2018,a,"b, c"', ['"2018', "a", "b, c"]),
        ('a,"b,"c, d"', ["a", '"b', "c, d"]),
        ('a,"b, c","', ["a", "b, c", '"']),
    ],
)
def test_a_damaged_line_is_read_as_as_many_fields_as_the_others_have(line, fields):
    [record] = Splitter(",").records(line + "\n", 3)
    assert (record.fields, record.stray) == (fields, True)


def test_a_damaged_line_does_not_spoil_those_below_it():
    assert _fields('"a,b\nc,d\n"e",f\n', 2) == [['"a', "b"], ["c", "d"], ["e", "f"]]


def test_a_record_of_too_few_fields_is_not_bent_to_fit():
    [record] = Splitter(",").records('a,"b,c"\n', 3)
    assert (record.fields, record.stray) == (["a", "b,c"], False)


def test_a_line_of_very_many_pieces_is_split_in_time():
    [record] = Splitter(",").records('"' + '"x,' * 5000 + "\n", 3)
    assert record.stray


def test_what_has_not_ended_yet_is_left_out_of_a_beginning():
    text = 'a,b\nc,"d\ne\n'
    assert [each.fields for each in Splitter(",").records(text, complete=False)] == [["a", "b"]]


def test_comments_are_no_records():
    assert [each.comment for each in Splitter(",", comment="#").records('#",\na,b\n')] == [True, False]


CELL = st.text("ab,\" '\n|", max_size=6)


@given(rows=st.lists(st.lists(CELL, min_size=2, max_size=4), max_size=5), quote=st.sampled_from("\"'"))
def test_what_is_written_with_quotes_is_read_again(rows, quote):
    def written(cell):
        return quote + cell.replace(quote, quote * 2) + quote

    text = "".join(",".join(map(written, row)) + "\n" for row in rows)
    records = list(Splitter(",", quote).records(text))
    assert [each.fields for each in records] == rows
    assert not any(each.stray for each in records)
