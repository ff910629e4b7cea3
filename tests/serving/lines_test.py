import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrangle.errors import RequestError
from wrangle.serving.lines import rows


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"a,b\n", [["a", "b"]]),
        (b"a,b", [["a", "b"]]),
        (b"a,\r\n,b\r\n", [["a", None], [None, "b"]]),
        (b'"a,1","x""y"\n', [["a,1", 'x"y']]),
        (b'"",x\n', [["", "x"]]),
        (b'x,""\n"",\n', [["x", ""], ["", None]]),
        (b'"two\nlines",1\n', [["two\nlines", "1"]]),
        (b"\xef\xbb\xbfa,b\n", [["a", "b"]]),
        ("é\u2028x,1\n".encode(), [["é\u2028x", "1"]]),
        (b"", []),
        (b"a\n\nb\n", [["a"], [None], ["b"]]),
    ],
)
def test_rows_are_read(body, found):
    assert rows(body) == found


@pytest.mark.parametrize("body", [b"\xff", b'"a', b'"a"b,c\n', b'"",x"y"\n', b'"""'])
def test_what_is_no_csv_is_refused(body):
    with pytest.raises(RequestError) as found:
        rows(body)
    assert (found.value.status, found.value.code) == (400, "malformed_csv")


CELLS = st.lists(
    st.one_of(st.none(), st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=5)),
    min_size=2,
    max_size=4,
)


@given(
    st.integers(2, 4).flatmap(
        lambda size: st.lists(
            st.lists(CELLS.map(lambda cells: cells[0]), min_size=size, max_size=size), min_size=1, max_size=4
        )
    )
)
def test_rows_are_those_that_a_file_would_give(table):
    quoted = [[None if cell is None else '"' + cell.replace('"', '""') + '"' for cell in row] for row in table]
    body = "".join(",".join(cell or "" for cell in row) + "\n" for row in quoted).encode()
    assert rows(body) == table
    read = pl.read_csv(io.BytesIO(body), has_header=False, infer_schema=False)
    assert [list(row) for row in read.rows()] == table
