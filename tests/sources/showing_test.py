import sys

from wrangle.sources.showing import counted, transfer


def test_there_is_a_bar_on_a_terminal_only(monkeypatch, capsys):
    with transfer("a.csv") as tell:
        tell(1, 2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with transfer("a.csv") as tell:
        tell(1, 2)
    assert "a.csv" in capsys.readouterr().err


def test_rows_are_counted_on_a_terminal_only(monkeypatch, capsys):
    with counted("a.db") as tell:
        tell(1000)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with counted("a.db") as tell:
        tell(1000)
    assert "a.db 1,000 rows" in capsys.readouterr().err
