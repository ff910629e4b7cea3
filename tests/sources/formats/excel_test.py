import datetime as dt

import polars as pl
import pytest
from sheets import write_ods, write_xlsx

from wrangle.errors import SourceError
from wrangle.sources.files import find, open_files
from wrangle.sources.spec import SourceSpec

DAY, TIME, MIDNIGHT = dt.date(2024, 1, 2), dt.datetime(2024, 1, 2, 3, 4, 5), dt.datetime(2024, 1, 3)
WRITERS = {"xlsx": write_xlsx, "ods": write_ods}


@pytest.fixture
def opened(tmp_path):
    def run(rows, ending="xlsx", **options):
        path = tmp_path / f"book.{ending}"
        WRITERS[ending](path, **(rows if isinstance(rows, dict) else {"One": rows}))
        return open_files(SourceSpec(path=str(path), **options), (path,))

    return run


def _frame(source):
    return source.frame.collect()


@pytest.mark.parametrize("ending", WRITERS)
def test_columns_are_of_the_type_of_their_cells(opened, ending):
    names = ["whole", "part", "day", "time", "truth", "text"]
    rows = [names, [1, 1.5, DAY, TIME, True, "007"], [12345678901, 2, None, MIDNIGHT, False, None]]
    frame = _frame(opened(rows, ending))
    types = [pl.Int64, pl.Float64, pl.Date, pl.Datetime("ms"), pl.Boolean, pl.String]
    assert frame.schema == dict(zip(names, types, strict=True))
    assert frame.rows()[0] == (1, 1.5, DAY, TIME, True, "007")


def test_a_column_of_several_kinds_is_text_and_numbers_keep_their_digits(opened):
    frame = _frame(opened([["a", "b"], [1, DAY], ["x", 5], [2.5, True], ["007", None]]))
    assert frame["a"].to_list() == ["1", "x", "2.5", "007"]
    assert frame["b"].to_list() == ["2024-01-02 00:00:00", "5", "true", None]


def test_a_text_far_below_numbers_is_kept(opened):
    frame = _frame(opened([["a"], *[[number] for number in range(3000)], ["late"]]))
    assert frame["a"][-2:].to_list() == ["2999", "late"]


def test_errors_in_cells_are_null(opened):
    assert _frame(opened([["a", "b"], ["#N/A", 1], [2, 3]]))["a"].to_list() == [None, 2]


def test_titles_above_the_header_are_left_out_and_told(opened):
    rows = [["Sales of 2024"], [], ["name", "sum", "name"], ["x", 1, 2], ["y", 3, 4]]
    source = opened(rows)
    assert _frame(source).to_dicts() == [{"name": "x", "sum": 1, "name_2": 2}, {"name": "y", "sum": 3, "name_2": 4}]
    assert source.notes == (
        "book.xlsx: the header has names that stand twice: called name_2",
        "book.xlsx: 2 rows above the header are left out: pin it by `skip: 2`",
    )
    assert _frame(opened(rows, skip=2)).columns == ["name", "sum", "name_2"]


def test_a_sheet_without_header_is_read_and_can_be_named(opened):
    rows = [[1, 2.5], [3, 4.5]]
    assert _frame(opened(rows)).columns == ["column_1", "column_2"]
    assert _frame(opened(rows, names=("a", "b"))).to_dicts()[0] == {"a": 1, "b": 2.5}
    with pytest.raises(SourceError, match="rows have 2 cells, and `names:` has 1"):
        opened(rows, names=("a",))


def test_empty_rows_are_rejects_and_those_at_the_end_are_none(opened):
    source = opened([["a", "b"], [1, 2], [], [3, 4], [], [None, " "]])
    assert source.rejects.rows() == [(1, "row 3 is empty")]
    assert source.rows == 3


def test_sheets_are_named_or_counted(opened):
    book = {"One": [["a"], [1]], "Two": [["b"], [2]]}
    source = opened(book)
    assert _frame(source).to_dicts() == [{"a": 1}]
    assert "holds 2 sheets (One, Two): 'One' is read" in source.notes[0]
    for sheet in ("Two", 2):
        assert _frame(opened(book, sheet=sheet)).to_dicts() == [{"b": 2}]
    with pytest.raises(SourceError, match="has no sheet 'Tow': did you mean 'Two'"):
        opened(book, sheet="Tow")
    with pytest.raises(SourceError, match="has 2 sheets, so there is none of number 3"):
        opened(book, sheet=3)


def test_an_empty_sheet_says_so(opened):
    with pytest.raises(SourceError, match="the sheet 'One' is empty"):
        opened([[None]])


def test_several_books_are_put_below_each_other(tmp_path):
    write_xlsx(tmp_path / "1.xlsx", One=[["a", "b", "c"], [1, "x", None]])
    write_xlsx(tmp_path / "2.xlsx", One=[["b", "a", "c"], ["y", 2.5, DAY], [], ["z", 3, DAY]])
    source = open_files(SourceSpec(path=str(tmp_path)), find((str(tmp_path),)))
    assert _frame(source).rows() == [(1.0, "x", None), (2.5, "y", DAY), (None, None, None), (3.0, "z", DAY)]
    assert source.rejects.rows() == [(2, "2.xlsx: row 3 is empty")]
    write_xlsx(tmp_path / "3.xlsx", One=[["a", "b", "d"], ["text", "x", 1]])
    with pytest.raises(SourceError, match=r"3\.xlsx: its columns .* it lacks c; has besides d; a is String, not Float"):
        open_files(SourceSpec(path=str(tmp_path)), find((str(tmp_path),)))


def test_what_is_no_workbook_says_so(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 no book")
    with pytest.raises(SourceError, match="is no whole workbook, or has a password"):
        open_files(SourceSpec(path=str(path)), (path,))
