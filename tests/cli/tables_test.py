from wrangle.cli.tables import WIDEST, table


def test_long_cells_are_cut_and_lines_stay_lines():
    lines = table(("a", "b"), [("x\ny", "z" * 200), ("", 0.5)]).splitlines()
    assert len(lines) == 3
    assert lines[1] == "x y  " + "z" * (WIDEST - 3) + "..."


def test_no_rows_have_their_names():
    assert table(("a", "b"), []) == "a  b"
